public import Core
public import Numerics
public import Training

/// Trains a freshly initialized network on all labelled rows that have ever arrived.
public struct FullRetrain: UpdateStrategy, Codable {
  /// How it is registered.
  public static let entry = Entry<any UpdateStrategy>(
    "full-retrain", "fresh initialization on all history",
    formula:
      "θ ← fit(fresh θ_0, all labelled rows so far); a new draw of θ_0 at every step, the same "
      + "for every trigger.",
    source: "the reference strategy; \"cumulative\" or \"joint\" training where it starts warm",
    cost: """
      A fit on all rows so far at every update: the sum over a stream grows with the square of \
      its length; keeps all rows.
      """,
    verified: [
      .definition("a fit of a fresh network to all rows, bit for bit; the same under any trigger"),
      .limit(
        """
        window-retrain with a wide window, gdumb with room for all rows, search with one candidate \
        and hybrid at every update are this, bit for bit
        """),
      .published(
        """
        Split MNIST, once at the end: Hsu et al. 2018, table 2, within 2 points with a head for each task and within 5 \
        without (results/split-mnist.md)
        """),
    ]
  ) { _, _ in FullRetrain() }

  private var history = RowHistory()

  /// A strategy that has seen nothing.
  public init() {}

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

  /// 6 N D.
  public var scaledCost: ScaledCost? { .plain }

  /// Fits a fresh network to the history; an optimizer has nothing to remember of it.
  public mutating func update(
    _ model: inout any Model, _ context: UpdateContext, with trainer: inout Trainer<Float>,
    using random: inout RandomStream
  ) throws -> String {
    guard let rows = history.rows, !context.recent.isEmpty else { return "full-retrain" }
    var (fresh, recipe) = (context.freshNetwork(), context.recipe)
    recipe.carriesOptimizerState = false
    try trainer.fit(&fresh, on: rows, recipe: recipe)
    model.withNetwork { $0 = fresh }
    return "full-retrain"
  }
}
