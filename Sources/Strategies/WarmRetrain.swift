public import Core
public import Numerics
public import Training

/// Trains the deployed network on, over all labelled rows that have ever arrived.
///
/// Starting from the current weights is cheaper than starting afresh and can generalize worse; *shrink and
/// perturb* (Ash & Adams 2020, eq. 1) starts from shrink · θ + perturb · θ_0 instead, θ_0 a fresh draw.
public struct WarmRetrain: UpdateStrategy, Codable {
  static let shrink = Setting.number(
    "shrink", in: .closed(0, 1), default: 1, "what the current parameters are multiplied with")
  static let perturb = Setting.number(
    "perturb", in: .atLeast(0), default: 0, "how much of a fresh initialization is added")

  /// How it is registered.
  public static let entry = Entry<any UpdateStrategy>(
    "warm-retrain", "from the current weights on all history",
    formula: "θ ← fit(shrink · θ + perturb · θ_0, all labelled rows so far), θ_0 fresh",
    source: "warm starting; shrink and perturb: Ash & Adams 2020",
    cost: "As full-retrain.",
    differences: """
      Ash & Adams' noise has a standard deviation of its own; here it is `perturb` times a \
      fresh initialization, as in their program.
      """,
    verified: [
      .definition("shrunk and perturbed parameters computed apart, then the same fit, bit for bit"),
      .limit(
        """
        shrink 0, perturb 1 is full-retrain; replay with every row at hand comes as close as its \
        draws allow
        """),
    ],
    settings: [shrink.declaration, perturb.declaration]
  ) { values, _ in WarmRetrain(shrink: values[shrink], perturb: values[perturb]) }

  private let shrink: Double
  private let perturb: Double
  private var history = RowHistory()

  /// A strategy that has seen nothing.
  public init(shrink: Double = 1, perturb: Double = 0) {
    self.shrink = shrink
    self.perturb = perturb
  }

  /// The rows it keeps.
  public var stateBytes: Int { history.byteCount }

  /// Keeps the newest rows that fit.
  public mutating func limitMemory(to bytes: Int) { history.limit(bytes: bytes) }

  /// Keeps every row.
  public mutating func observe(_ arrived: Examples, using random: inout RandomStream) {
    history.append(arrived)
  }

  /// 6 N D.
  public var scaledCost: ScaledCost? { .plain }

  /// Fits the deployed network, shrunk and perturbed, to the history.
  public mutating func update(
    _ model: inout any Model, _ context: UpdateContext, with trainer: inout Trainer<Float>,
    using random: inout RandomStream
  ) throws -> String {
    guard let rows = history.rows, !context.recent.isEmpty else { return "warm-retrain" }
    try model.withNetwork { network in
      var candidate = network
      if shrink != 1 || perturb != 0 {
        let fresh = context.freshNetwork().parameters
        for i in fresh.indices {
          candidate.parameters[i] =
            Float(shrink) * candidate.parameters[i] + Float(perturb) * fresh[i]
        }
      }
      try trainer.fit(&candidate, on: rows, recipe: context.recipe)
      network = candidate
    }
    return "warm-retrain"
  }
}
