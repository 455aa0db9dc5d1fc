internal import Core
internal import Numerics
internal import Training

/// A network whose answers are blended with the labels of remembered rows that it sees as similar.
///
/// p = (1 − w) p_network + w Σ_i a_i onehot(y_i) / Σ_i a_i over the k remembered rows i nearest in its
/// embedding, a_i by the weighting; in regression y_i in place of onehot(y_i). With task heads only rows of
/// the query's task are found. A look-up costs 2 e FLOP for each row remembered, e the width of the
/// embedding, and 3 e for those that may be among the nearest; comparisons are not counted.
struct RecallingNetwork: Model {
  static let kind = "recalling"

  /// How a neighbour at distance d weighs.
  enum Weighting: String, Sendable, Codable, CaseIterable {
    /// All alike.
    case uniform
    /// 1/d; those at distance 0 alone where there are any.
    case inverse
    /// exp(−d²/T) (Khandelwal et al. 2020, eq. 2)
    case exponential
  }

  var network: Network<Float>
  /// Embeddings of the remembered rows, [m, e].
  let keys: Matrix<Float>
  /// Their labels, [m].
  let labels: [Float]
  let k: Int
  let weight: Float
  let weighting: Weighting
  /// T
  let temperature: Float

  var scaling: InputScaling<Float>? {
    get { network.scaling }
    set { network.scaling = newValue }
  }

  mutating func withNetwork<Result>(
    _ body: (inout Network<Float>) throws -> Result
  ) rethrows -> Result {
    try body(&network)
  }

  func predict(
    _ inputs: Matrix<Float>, tasks: [Int], into predictions: inout Predictions,
    meter: inout Usage
  ) {
    guard weight > 0, keys.rows > 0 else {
      return predictions.run(network, inputs, tasks: tasks, meter: &meter)
    }
    var embedding = Matrix<Float>(columns: keys.columns)
    predictions.run(network, inputs, tasks: tasks, embedding: &embedding, meter: &meter)
    let isOfTask: ((Int, Int) -> Bool)? =
      network.heads.isEmpty ? nil : { network.heads[tasks[$0]].contains(Int(labels[$1])) }
    predictions.revise { outputs in
      meter.serving += NearestRows.search(k, of: keys, for: embedding, isAllowed: isOfTask) {
        blend($1, into: &outputs, row: $0)
      }
    }
  }

  /// Blends one row's outputs with the labels of its neighbours.
  private func blend(_ nearest: NearestRows, into outputs: inout Matrix<Float>, row i: Int) {
    var total: Float = 0
    for square in nearest.squares { total += share(square, nearest) }
    guard total > 0 else { return }
    for j in 0..<outputs.columns { outputs[i, j] *= 1 - weight }
    for (neighbour, square) in zip(nearest.rows, nearest.squares) {
      let part = weight * share(square, nearest) / total
      if network.architecture.head == .softmax {
        outputs[i, Int(labels[neighbour])] += part
      } else {
        outputs[i, 0] += part * labels[neighbour]
      }
    }
  }

  /// A neighbour's weight; distances are taken relative to the smallest where only ratios count.
  private func share(_ square: Float, _ nearest: NearestRows) -> Float {
    let least = nearest.squares[0]
    return switch weighting {
    case .uniform: 1
    case .inverse:
      least > 0 ? (least / square).squareRoot() : square == 0 ? 1 : 0
    case .exponential: Float.exp((least - square) / temperature)
    }
  }
}
