public import Core
public import Numerics
public import Training

/// A full retrain whose step size, batch and hidden widths are searched for each time, by successive halving;
/// the search is charged, and what it finds serves, however wide.
///
/// A share of all rows, drawn at random, is held back. N candidates (step sizes × batches × widths, as
/// multiples of the scenario's) start from fresh initializations, one for each width. In rung r of R =
/// ⌈log_η N⌉ each goes on until it has trained on T / η^(R−1−r) rows, T what the recipe takes on the rows
/// left; the best 1/η by mean loss on the rows held back stay (Jamieson & Talwalkar 2016, Algorithm 1,
/// with the number of rungs that leaves one). The winner's recipe then fits its initialization to all
/// rows.
///
/// Jamieson & Talwalkar share a given budget evenly; here rungs cost at most η T rows each and the last
/// one trains to the end. A rung is a fit of its own, which begins the learning rate's schedule again and
/// does not stop early. Optimizer state is reset between rungs. One candidate, as wide as the scenario's
/// model, is `full-retrain`, bit for bit, and not searched.
public struct Search: UpdateStrategy, Codable {
  static let learningRates = Setting.numbers(
    "learning-rates", in: .above(0), count: 1...100, default: [0.25, 1, 4],
    "step sizes tried, as multiples of the scenario's")
  static let batches = Setting.numbers(
    "batches", in: .above(0), count: 1...100, default: [1],
    "batches tried, as multiples of the scenario's, rounded")
  static let widths = Setting.numbers(
    "widths", in: .closed(0.01, 100), count: 1...100, default: [1],
    "hidden widths tried, as multiples of the scenario's, rounded")
  static let validation = Setting.number(
    "validation", in: .open(0, 1), default: 0.2, "share of the rows that candidates are judged on")
  static let eta = Setting.integer(
    "eta", in: .closed(2, 100), default: 2, "η: of so many candidates one survives a rung")

  /// How it is registered.
  public static let entry = Entry<any UpdateStrategy>(
    "search", "a full retrain with step size, batch and widths searched by successive halving",
    formula:
      "rung r: train each candidate to T / η^(R−1−r) rows, keep the best 1/η on held-back rows; then "
      + "θ ← fit(fresh θ_0, all rows) by the winner's recipe",
    source: "Jamieson & Talwalkar 2016, Algorithm 1",
    cost: """
      R = ⌈log_η N⌉ rungs of about η T rows each, T the epochs times the rows that are not held \
      back, and a forward pass over those held back for every candidate and rung; then a \
      full-retrain. A row costs a candidate what its width makes it cost. Keeps all rows.
      """,
    differences: """
      Jamieson & Talwalkar share a given budget evenly among the rungs; here the last rung trains \
      to the end, and each gives its candidates the same rows.
      """,
    verified: [
      .limit(
        """
        one candidate is full-retrain, bit for bit, and one width a full retrain of a network that \
        wide
        """),
      .definition("finds the step size, batch or width that trains, in whatever order they come"),
      .closedForm("rows and FLOP of searches of five step sizes and of two widths by hand"),
    ],
    settings: [
      learningRates.declaration, batches.declaration, widths.declaration, validation.declaration,
      eta.declaration,
    ]
  ) { values, _ in
    Search(
      learningRates: values[learningRates], batches: values[batches], widths: values[widths],
      validation: values[validation], eta: values[eta])
  }

  private let learningRates: [Double]
  private let batches: [Double]
  private let widths: [Double]
  private let validation: Double
  private let eta: Int
  private var history = RowHistory()

  /// A strategy that has seen nothing.
  public init(
    learningRates: [Double], batches: [Double] = [1], widths: [Double] = [1],
    validation: Double = 0.2, eta: Int = 2
  ) {
    self.learningRates = learningRates
    self.batches = batches
    self.widths = widths
    self.validation = validation
    self.eta = eta
  }

  /// The rows it keeps.
  public var stateBytes: Int { history.byteCount }

  /// Whatever was trained before.
  public var isFreshFit: Bool { true }

  /// Keeps the newest rows that fit.
  public mutating func limitMemory(to bytes: Int) { history.limit(bytes: bytes) }

  /// Keeps every row.
  public mutating func observe(_ arrived: Examples, using random: inout RandomStream) {
    history.append(arrived)
  }

  /// There must be layers to try widths of, within reason.
  public func check(_ architecture: Architecture) throws(SettingError) {
    try architecture.scaled(by: widths.max() ?? 1).requireUsualWidths("widths")
    guard architecture.layers == 1, widths != [1] else { return }
    throw SettingError(
      "widths", "the model has no hidden layers; allowed: [1], or a model with some")
  }

  /// Searches, and fits a fresh network to the history with what was found.
  public mutating func update(
    _ model: inout any Model, _ context: UpdateContext, with trainer: inout Trainer<Float>,
    using random: inout RandomStream
  ) throws -> String {
    guard let rows = history.rows, !context.recent.isEmpty else { return "search" }
    let options = widths.flatMap { width in
      let fresh = context.freshNetwork(scale: width)
      return recipes(context.recipe).map { SuccessiveHalving.Option(recipe: $0, network: fresh) }
    }
    let halving = SuccessiveHalving(eta: eta, validation: validation)
    let start = trainer.usage
    var found = try halving.best(of: options, on: rows, with: &trainer, using: &random)
    trainer.countAsSearch(since: start)
    try trainer.fit(&found.network, on: rows, recipe: found.recipe)
    model.withNetwork { $0 = found.network }
    return "search"
  }

  /// The candidates' recipes: every step size with every batch.
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
