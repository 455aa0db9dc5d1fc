public import Core
public import Numerics
public import Training

/// A full retrain whose step size and batch are searched for each time, by successive halving; the search is
/// charged.
///
/// A share of all rows, drawn at random, is held back. N candidates (step sizes × batches, as multiples of
/// the scenario's) start from the same fresh initialization. In rung r of R = ⌈log_η N⌉ each goes on until it has
/// trained on T / η^(R−1−r) rows, T the recipe's epochs times the rows left; the best 1/η by mean loss on the rows
/// held back stay (Jamieson & Talwalkar 2016, Algorithm 1, with the number of rungs that leaves one). The
/// winner's recipe then fits the fresh initialization to all rows.
///
/// Jamieson & Talwalkar share a given budget evenly; here rungs cost at most η T rows each and the last one
/// trains to the end. Hidden widths are not searched: all networks of a run share one shape. Optimizer state is
/// reset between rungs. One candidate is `full-retrain`, bit for bit, and not searched.
public struct Search: UpdateStrategy, Codable {
  static let learningRates = Setting.numbers(
    "learning-rates", in: .above(0), count: 1...100, default: [0.25, 1, 4],
    "step sizes tried, as multiples of the scenario's")
  static let batches = Setting.numbers(
    "batches", in: .above(0), count: 1...100, default: [1],
    "batches tried, as multiples of the scenario's, rounded")
  static let validation = Setting.number(
    "validation", in: .open(0, 1), default: 0.2, "share of the rows that candidates are judged on")
  static let eta = Setting.integer(
    "eta", in: .closed(2, 100), default: 2, "η: of so many candidates one survives a rung")

  /// How it is registered.
  public static let entry = Entry<any UpdateStrategy>(
    "search", "a full retrain with step size and batch searched by successive halving",
    formula:
      "rung r: train each candidate to T / η^(R−1−r) rows, keep the best 1/η on held-back rows; then "
      + "θ ← fit(fresh θ_0, all rows) by the winner's recipe",
    source: "Jamieson & Talwalkar 2016, Algorithm 1",
    settings: [
      learningRates.declaration, batches.declaration, validation.declaration, eta.declaration,
    ]
  ) { values, _ in
    Search(
      learningRates: values[learningRates], batches: values[batches],
      validation: values[validation], eta: values[eta])
  }

  private let learningRates: [Double]
  private let batches: [Double]
  private let validation: Double
  private let eta: Int
  private var history = RowHistory()

  /// A strategy that has seen nothing.
  public init(
    learningRates: [Double], batches: [Double] = [1], validation: Double = 0.2, eta: Int = 2
  ) {
    self.learningRates = learningRates
    self.batches = batches
    self.validation = validation
    self.eta = eta
  }

  /// The rows it keeps.
  public var stateBytes: Int { history.byteCount }

  /// Keeps the newest rows that fit.
  public mutating func limitMemory(to bytes: Int) { history.limit(bytes: bytes) }

  /// Keeps every row.
  public mutating func observe(_ arrived: Examples, using random: inout RandomStream) {
    history.append(arrived)
  }

  /// Searches, and fits a fresh network to the history with what was found.
  public mutating func update(
    _ model: inout any Model, _ context: UpdateContext, with trainer: inout Trainer<Float>,
    using random: inout RandomStream
  ) throws -> String {
    guard let rows = history.rows, !context.recent.isEmpty else { return "search" }
    var fresh = context.freshNetwork()
    let halving = SuccessiveHalving(eta: eta, validation: validation)
    let recipe = try halving.best(
      of: recipes(context.recipe), for: fresh, on: rows, with: &trainer, using: &random)
    try trainer.fit(&fresh, on: rows, recipe: recipe)
    model.withNetwork { $0 = fresh }
    return "search"
  }

  /// The candidates: every step size with every batch.
  private func recipes(_ recipe: Recipe) -> [Recipe] {
    var recipe = recipe
    recipe.carriesOptimizerState = false
    return learningRates.flatMap { rate in
      batches.map { batch in
        var candidate = recipe
        candidate.learningRate *= rate
        let rows = (Double(recipe.batch) * batch).rounded()
        candidate.batch = Int(min(max(rows, 1), 1e9))
        return candidate
      }
    }
  }
}
