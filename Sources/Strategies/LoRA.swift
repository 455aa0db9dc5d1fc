public import Core
public import Numerics
public import Training

/// Low-rank adaptation: each update trains thin adapters beside the frozen network and merges them into it.
///
/// W ← W + (α/r) A B with A ~ N(0, 1/r) drawn anew and B = 0 at the start of each update; biases frozen
/// (Hu et al. 2022, eq. 3). The paper keeps one adapter for one task; here a stream of updates is merged
/// one by one, so that serving costs nothing more (policy `merge`).
public struct LoRA: UpdateStrategy {
  static let rank = Setting.integer(
    "rank", in: .closed(1, 4096), default: 4, "r, width of adapters")
  static let alpha = Setting.number(
    "alpha", in: .above(0), default: 8, "α; an adapter's output is scaled by α/r")
  static let policy = Setting.choice(
    "policy", of: ["merge"], default: "merge", "what becomes of an adapter after its update")

  /// How it is registered.
  public static let entry = Entry<any UpdateStrategy>(
    "lora", "low-rank adapters beside the frozen network, merged after each update",
    formula:
      "W ← W + (α/r) A B, training A [d, r] and B [r, k] on the new rows; A ~ N(0, 1/r), B = 0 at "
      + "the start",
    source: "Hu et al. 2022, eq. 3",
    settings: [rank.declaration, alpha.declaration, policy.declaration]
  ) { values, _ in LoRA(rank: values[rank], alpha: values[alpha]) }

  /// r
  public let rank: Int
  /// α
  public let alpha: Double

  /// A strategy of a rank and scale.
  public init(rank: Int, alpha: Double) {
    self.rank = rank
    self.alpha = alpha
  }

  /// Fits fresh adapters to the recent rows and merges them; an optimizer has nothing to remember of
  /// them.
  public mutating func update(
    _ model: inout any Model, _ context: UpdateContext, with trainer: inout Trainer<Float>,
    using random: inout RandomStream
  ) throws -> String {
    guard !context.recent.isEmpty else { return "lora" }
    var recipe = context.recipe
    recipe.carriesOptimizerState = false
    try model.withNetwork { network in
      var adapter = LowRankAdapter<Float>(
        network.architecture, rank: rank, alpha: alpha, using: &random)
      try trainer.fit(
        &adapter, on: network, features: context.recent.features, labels: context.recent.labels,
        recipe: recipe)
      trainer.merge(adapter, into: &network)
    }
    return "lora"
  }
}
