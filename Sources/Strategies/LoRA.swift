public import Core
public import Numerics
public import Training

/// Low-rank adaptation: each update trains thin adapters beside the frozen network.
///
/// W ← W + (α/r) A B with A ~ N(0, 1/r) drawn anew and B = 0 at the start of each update; biases frozen
/// (Hu et al. 2022, eq. 3). The paper keeps one adapter for one task; a stream of updates needs a policy:
/// `merge` adds each adapter to the network, so that serving costs nothing more; `stack` keeps them all
/// beside it, and every query pays for every one; `reset` goes back to the first network each time, with
/// the newest adapter alone. Merged and stacked compute the same, to rounding.
public struct LoRA: UpdateStrategy, Codable {
  /// What becomes of an adapter after its update.
  public enum Policy: String, Sendable, Codable, CaseIterable {
    /// Added to the network.
    case merge
    /// Kept beside it, with all earlier ones.
    case stack
    /// Kept beside the first network until the next update, which drops it.
    case reset
  }

  static let rank = Setting.integer(
    "rank", in: .closed(1, 4096), default: 4, "r, width of adapters")
  static let alpha = Setting.number(
    "alpha", in: .above(0), default: 8, "α; an adapter's output is scaled by α/r")
  static let policy = Setting.choice(
    "policy", of: Policy.allCases.map(\.rawValue), default: "merge",
    "what becomes of an adapter after its update")

  /// How it is registered.
  public static let entry = Entry<any UpdateStrategy>(
    "lora", "low-rank adapters beside the frozen network: merged, stacked or reset",
    formula:
      "W ← W + (α/r) A B, training A [d, r] and B [r, k] on the new rows; A ~ N(0, 1/r), B = 0 at "
      + "the start",
    source: "Hu et al. 2022, eq. 3",
    settings: [rank.declaration, alpha.declaration, policy.declaration]
  ) { values, _ in
    LoRA(
      rank: values[rank], alpha: values[alpha],
      policy: Policy(rawValue: values[policy]) ?? .merge)
  }

  /// r
  public let rank: Int
  /// α
  public let alpha: Double
  private let policy: Policy
  /// The network that adapters stand beside; `nil` where they are merged.
  private var base: Network<Float>?
  private var adapter: LowRankAdapter<Float>?

  /// A strategy of a rank, scale and policy.
  public init(rank: Int, alpha: Double, policy: Policy = .merge) {
    self.rank = rank
    self.alpha = alpha
    self.policy = policy
  }

  /// The adapters that are kept.
  public var stateBytes: Int { (adapter?.parameters.count ?? 0) * MemoryLayout<Float>.size }

  /// Notes the network that adapters will stand beside.
  public mutating func start(
    _ model: inout any Model, _ context: UpdateContext, with trainer: inout Trainer<Float>,
    using random: inout RandomStream
  ) {
    adapter = nil
    base = policy == .merge ? nil : model.withNetwork { $0 }
  }

  /// Fits fresh adapters to the recent rows and deals with them by the policy; an optimizer has nothing
  /// to remember of them.
  public mutating func update(
    _ model: inout any Model, _ context: UpdateContext, with trainer: inout Trainer<Float>,
    using random: inout RandomStream
  ) throws -> String {
    guard !context.recent.isEmpty else { return "lora" }
    guard var base else {
      try model.withNetwork { network in
        let adapter = try fit(network, context, with: &trainer, using: &random)
        trainer.merge(adapter, into: &network)
      }
      return "lora"
    }
    base.scaling = model.scaling
    var frozen = base
    if policy == .stack, let adapter { trainer.merge(adapter, into: &frozen) }
    let fresh = try fit(frozen, context, with: &trainer, using: &random)
    adapter = policy == .stack ? adapter?.stacked(with: fresh) ?? fresh : fresh
    model = AdaptedNetwork(base, adapter)
    return "lora"
  }

  /// A fresh adapter, fitted beside a frozen network.
  private func fit(
    _ frozen: Network<Float>, _ context: UpdateContext, with trainer: inout Trainer<Float>,
    using random: inout RandomStream
  ) throws -> LowRankAdapter<Float> {
    var recipe = context.recipe
    recipe.carriesOptimizerState = false
    var adapter = LowRankAdapter<Float>(
      frozen.architecture, rank: rank, alpha: alpha, using: &random)
    try trainer.fit(
      &adapter, on: frozen, features: context.recent.features, labels: context.recent.labels,
      recipe: recipe)
    return adapter
  }
}
