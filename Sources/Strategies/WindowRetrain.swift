public import Core
public import Numerics
public import Training

/// Trains a freshly initialized network on the newest labelled rows only, or on all with weights that decay
/// with age.
///
/// With a half-life h, a row that a newer ones have followed weighs 2^(−a/h), scaled to mean 1, and rows
/// beyond the window weigh nothing.
public struct WindowRetrain: UpdateStrategy, Codable {
  static let window = Setting.integer(
    "window", in: .closed(1, 1e9), default: 5000, "rows of the sliding window")
  static let halfLife = Setting.optionalNumber(
    "half-life", in: .above(0), "rows after which a row weighs half; unset is equal weights")

  /// How it is registered.
  public static let entry = Entry<any UpdateStrategy>(
    "window-retrain", "fresh initialization on a sliding window, or with decaying weights",
    formula: "θ ← fit(fresh θ_0, the newest `window` rows), row weights ∝ 2^(−age / half-life)",
    source: "sliding windows and fading factors: Gama et al. 2014, section 3.1",
    cost: "A fit on the newest `window` rows at every update; keeps these rows.",
    verified: [
      .definition(
        """
        weights 2^(−age/half-life) with mean 1 computed apart; a weight of k is k copies of the \
        row
        """),
      .limit("a window wider than history is full-retrain, bit for bit"),
    ],
    settings: [window.declaration, halfLife.declaration]
  ) { values, _ in WindowRetrain(window: values[window], halfLife: values[halfLife]) }

  private let halfLife: Double?
  private var history: RowHistory

  /// A strategy that has seen nothing.
  public init(window: Int, halfLife: Double? = nil) {
    self.halfLife = halfLife
    history = RowHistory(capacity: window)
  }

  /// The rows it keeps.
  public var stateBytes: Int { history.byteCount }

  /// Whatever was trained before.
  public var isFreshFit: Bool { true }

  /// Keeps the newest rows that fit.
  public mutating func limitMemory(to bytes: Int) { history.limit(bytes: bytes) }

  /// Keeps the newest rows.
  public mutating func observe(_ arrived: Examples, using random: inout RandomStream) {
    history.append(arrived)
  }

  /// 6 N D.
  public var scaledCost: ScaledCost? { .plain }

  /// Fits a fresh network to the window.
  public mutating func update(
    _ model: inout any Model, _ context: UpdateContext, with trainer: inout Trainer<Float>,
    using random: inout RandomStream
  ) throws -> String {
    guard let rows = history.rows, !context.recent.isEmpty else { return "window-retrain" }
    var (fresh, recipe) = (context.freshNetwork(), context.recipe)
    recipe.carriesOptimizerState = false
    var objective = Objective<Float>()
    objective.weights = weights(rows.count)
    try trainer.fit(&fresh, on: rows, recipe: recipe, objective: objective)
    model.withNetwork { $0 = fresh }
    return "window-retrain"
  }

  /// 2^(−age / half-life), oldest first, scaled to mean 1.
  func weights(_ count: Int) -> [Float]? {
    guard let halfLife else { return nil }
    let decay = (0..<count).map { Double.exp(-Double.log(2) * Double(count - 1 - $0) / halfLife) }
    let mean = decay.reduce(0, +) / Double(count)
    return decay.map { Float($0 / mean) }
  }
}
