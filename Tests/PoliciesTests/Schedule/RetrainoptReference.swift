import Core
import Foundation
import Policies

/// Optima and policy costs by retrainopt 0.4.2, written by `scripts/reference/retrainopt-cells.py`.
struct RetrainoptReference: Decodable {
  /// A schedule and what it costs by retrainopt; updates are pairs of step and layer.
  struct Priced: Decodable {
    let updates: [[Int]]
    let total: Double, training: Double

    var schedule: [ScheduledUpdate] { updates.map { ScheduledUpdate(step: $0[0], layer: $0[1]) } }
  }

  /// A cell of its demo: a scenario at a weight of losses and a multiplier of prices.
  struct Cell: Decodable {
    let scenario: String, multiplier: String
    let quality: Double
    /// `optimized`, `never`, `periodic`, `always`.
    let policies: [String: Priced]

    /// The cost of a policy over the optimum.
    func ratio(_ policy: String) -> Double {
      (policies[policy]?.total ?? .nan) / (policies["optimized"]?.total ?? .nan)
    }
  }

  /// A random table.
  struct Table: Decodable {
    let weight: Double
    let initial: [Double]
    let layers: [[CandidateModel?]]
    let optimum: Priced
    let schedules: [Priced]

    func matrix() throws -> StalenessMatrix {
      try StalenessMatrix(initial: initial, layers: layers).weighted(losses: weight, prices: 1)
    }
  }

  let version: String
  let cells: [Cell]
  let tables: [Table]
  private let initial: [String: [Double]]
  private let losses: [String: [[[Double]]]]
  private let prices: [String: [[Double]]]

  /// Of the repository, not of `RELEARN_GOLDEN`.
  static func read() throws -> RetrainoptReference {
    try JSONDecoder().decode(
      RetrainoptReference.self, from: contents("Tests/Golden/schedules/retrainopt.json"))
  }

  /// A file of the repository.
  static func contents(_ path: String) throws -> Data {
    var root = URL(fileURLWithPath: #filePath)
    for _ in 0..<4 { root.deleteLastPathComponent() }
    return try Data(contentsOf: root.appendingPathComponent(path))
  }

  /// The matrix of a cell: lag 0, a layer for each number of samples, no candidate at step 0.
  func matrix(of cell: Cell) throws -> StalenessMatrix {
    let prices = prices[cell.multiplier] ?? []
    let layers = (losses[cell.scenario] ?? []).enumerated().map { layer, starts in
      [CandidateModel?.none]
        + starts.enumerated().map { step, losses in
          CandidateModel(price: prices[layer][step], lag: 0, losses: losses)
        }
    }
    return try StalenessMatrix(initial: initial[cell.scenario] ?? [], layers: layers)
      .weighted(losses: cell.quality, prices: 1)
  }
}
