public import Core
public import Numerics
public import Training

/// Low-rank adaptation: each update trains thin adapters beside the frozen network.
///
/// W ← W + (α/r) A B with A ~ N(0, 1/r) drawn anew and B = 0 at the start of each update; biases frozen
/// (Hu et al. 2022, eq. 3). The paper keeps one adapter for one task; a stream of updates needs a policy:
/// `merge` adds each adapter to the network, so that serving costs nothing more; `stack` keeps them all
/// beside it, and every query pays for every one, until more than `consolidate` have piled up and are
/// merged; `reset` goes back to the first network each time, with the newest adapter alone. Merged and
/// stacked compute the same, to rounding. `route` goes on training one adapter for each regime of the
/// stream that it recognizes, or for each group of rows: see ``AdapterRegimes``.
public struct LoRA: UpdateStrategy, Codable {
  /// What becomes of an adapter after its update.
  public enum Policy: String, Sendable, Codable, CaseIterable {
    /// Added to the network.
    case merge
    /// Kept beside it, with all earlier ones.
    case stack
    /// Kept beside the first network until the next update, which drops it.
    case reset
    /// Kept beside the first network, one for each regime, and trained on when its regime is back.
    case route
  }

  static let rank = Setting.integer(
    "rank", in: .closed(1, 4096), default: 4, "r, width of adapters")
  static let alpha = Setting.number(
    "alpha", in: .above(0), default: 8, "α; an adapter's output is scaled by α/r")
  static let policy = Setting.choice(
    "policy", of: Policy.allCases.map(\.rawValue), default: "merge",
    "what becomes of an adapter after its update; route too where `by` is inputs or group")
  static let consolidate = Setting.optionalInteger(
    "consolidate", in: .closed(0, 1e6), "adapters that may pile up before all are merged; of stack")
  static let by = Setting.choice(
    "by", of: AdapterRegimes.Rule.allCases.map(\.rawValue), default: "loss",
    "how rows find their adapter: the least loss on the last labelled rows, the nearest centroid of "
      + "inputs, or their group; of route")
  static let regimes = Setting.optionalInteger(
    "regimes", in: .closed(1, 1e6),
    "most adapters; unset is 8, or as many as there are groups; of route")
  /// The default of `threshold`.
  static let usualThreshold = 0.5
  static let threshold = Setting.number(
    "threshold", in: .atLeast(0), default: usualThreshold,
    "how much worse than usual, in standard deviations of losses, or above the expected squared "
      + "distance, the best adapter may fit before a new one is made; of route")

  /// How it is registered.
  public static let entry = Entry<any UpdateStrategy>(
    "lora", "low-rank adapters beside the frozen network: merged, stacked, reset or routed",
    formula:
      "W ← W + (α/r) A B, training A [d, r] and B [r, k] on the new rows; A ~ N(0, 1/r), B = 0 at "
      + "the start. route: one A B a regime; by loss, argmin_j mean loss, if at most `threshold` pooled "
      + "standard deviations above its last; by inputs, argmin_j mean ((x − μ_j)/σ_j)², if at most "
      + "1 + threshold; else a new one",
    source:
      "Hu et al. 2022, eq. 3; route by loss: FLORA3, Widmer & Kubat 1996; by inputs: S-Prompts, "
      + "Wang et al. 2022",
    cost: """
      The forward pass of the network and its adapters, and the backward pass without the gradients \
      of frozen weights; merging, 2 r d k FLOP a layer; stack and route also at every query, for \
      all adapters or for one, and route by inputs 4 d FLOP for each regime. Route by loss adds a \
      forward pass of the new rows for each regime, and one. Keeps nothing where merged, else \
      4 r (d + k) bytes a layer and adapter.
      """,
    differences: """
      The paper adapts attention, here every layer; it keeps one adapter, a stream needs a policy. \
      Optimizer state is not carried from update to update. All rows of an update are taken to be \
      of one regime, unless by group; groups beyond `regimes` stay with the network alone. FLORA3 \
      stores rules, S-Prompts several centroids of a pretrained embedding.
      """,
    verified: [
      .golden("adapters and their gradients against PyTorch in float64, to 1e-9"),
      .definition(
        """
        routed adapters against fits of one adapter on the rows of its regime alone, and routed \
        answers against a search by brute force, FLOP counted by hand
        """),
      .limit(
        """
        stack is merge, to rounding, and bit for bit with `consolidate: 0`; the first update of \
        one regime, or one group, is that of reset, bit for bit; the network stays, bit for bit, \
        until a merge
        """),
    ],
    settings: [
      rank.declaration, alpha.declaration, policy.declaration, consolidate.declaration,
      by.declaration, regimes.declaration, threshold.declaration,
    ]
  ) { values, _ in
    let rule = AdapterRegimes.Rule(rawValue: values[by]) ?? .loss
    let isRouted = rule != .loss
    let chosen =
      isRouted && values["policy"] == nil
      ? .route : Policy(rawValue: values[policy]) ?? .merge
    let given = [
      ("by", isRouted), ("regimes", values[regimes] != nil),
      ("threshold", values[threshold] != usualThreshold),
    ]
    for (key, isGiven) in given where isGiven && chosen != .route {
      throw SettingError(key, "not a setting of \(chosen.rawValue); of route only")
    }
    if values[consolidate] != nil && chosen != .stack {
      throw SettingError("consolidate", "not a setting of \(chosen.rawValue); of stack only")
    }
    return LoRA(
      rank: values[rank], alpha: values[alpha], policy: chosen, consolidate: values[consolidate],
      by: rule, regimes: values[regimes],
      threshold: values[threshold])
  }

  /// r
  public let rank: Int
  /// α
  public let alpha: Double
  private let policy: Policy
  /// Adapters that may pile up; `nil` is any number.
  private let consolidate: Int?
  /// The network that adapters stand beside; `nil` where they are merged.
  private var base: Network<Float>?
  private var adapter: LowRankAdapter<Float>?
  /// Adapters in `adapter`.
  private var piled = 0
  private let isByGroup: Bool
  /// The adapters of `route`.
  private var routes: AdapterRegimes

  /// A strategy of a rank, scale and policy.
  public init(rank: Int, alpha: Double, policy: Policy = .merge) {
    self.init(rank: rank, alpha: alpha, policy: policy, consolidate: nil)
  }

  init(
    rank: Int, alpha: Double, policy: Policy, consolidate: Int?,
    by rule: AdapterRegimes.Rule = .loss,
    regimes: Int? = nil, threshold: Double = LoRA.usualThreshold
  ) {
    self.rank = rank
    self.alpha = alpha
    self.policy = policy
    self.consolidate = consolidate
    isByGroup = policy == .route && rule == .group
    routes = AdapterRegimes(rule, most: regimes, threshold: threshold)
  }

  /// The adapters that are kept, and what tells regimes apart.
  public var stateBytes: Int {
    routes.byteCount + (adapter?.parameters.count ?? 0) * MemoryLayout<Float>.size
  }

  /// Adapters by group need groups.
  public func check(_ schema: Schema) throws(SettingError) {
    guard isByGroup, schema.groups.isEmpty else { return }
    throw SettingError(
      "by", "the rows have no groups; allowed: a stream with groups, or loss, inputs")
  }

  /// Keeps no more regimes than fit.
  public mutating func limitMemory(to bytes: Int) { routes.byteLimit = bytes }

  /// Notes the network that adapters will stand beside, and what its rows are like.
  public mutating func start(
    _ model: inout any Model, _ context: UpdateContext, with trainer: inout Trainer<Float>,
    using random: inout RandomStream
  ) {
    (adapter, piled) = (nil, 0)
    base = policy == .merge ? nil : model.withNetwork { $0 }
    if policy == .route, let base { routes.start(base, on: context.recent, with: &trainer) }
  }

  /// 4 N D: no gradients of frozen weights; unmerged adapters are left out of serving. Regimes take more.
  public var scaledCost: ScaledCost? { policy == .route ? nil : ScaledCost(trained: 4) }

  /// Fits adapters to the recent rows and deals with them by the policy.
  public mutating func update(
    _ model: inout any Model, _ context: UpdateContext, with trainer: inout Trainer<Float>,
    using random: inout RandomStream
  ) throws -> String {
    guard !context.recent.isEmpty else { return "lora" }
    guard var base else {
      try model.withNetwork { network in
        let adapter = try fit(network, context, with: &trainer, using: &random)
        trainer.merge(adapter, into: &network)
        network.see(context.recent.labels)
      }
      return "lora"
    }
    base.scaling = model.scaling
    base.see(context.recent.labels)
    self.base?.seen = base.seen
    switch policy {
    case .merge, .reset:
      let fresh = try fit(base, context, with: &trainer, using: &random)
      adapter = fresh
      model = AdaptedNetwork(base, fresh)
    case .stack: return try stack(&base, &model, context, with: &trainer, using: &random)
    case .route:
      try routes.update(
        base, on: context.recent, recipe: recipe(context), fresh: fresh(base, using: &random),
        with: &trainer)
      model = routes.model(base)
    }
    return "lora"
  }

  /// Puts a fresh adapter on the pile, and merges the pile where it has become too high.
  private mutating func stack(
    _ base: inout Network<Float>, _ model: inout any Model, _ context: UpdateContext,
    with trainer: inout Trainer<Float>, using random: inout RandomStream
  ) throws -> String {
    var frozen = base
    if let adapter { trainer.merge(adapter, into: &frozen) }
    let fresh = try fit(frozen, context, with: &trainer, using: &random)
    let pile = adapter?.stacked(with: fresh) ?? fresh
    guard let consolidate, piled + 1 > consolidate else {
      (adapter, piled) = (pile, piled + 1)
      model = AdaptedNetwork(base, pile)
      return "lora"
    }
    trainer.merge(pile, into: &base)
    (adapter, piled, self.base) = (nil, 0, base)
    model = base
    return "consolidate"
  }

  /// The scenario's recipe; an optimizer has nothing to remember of adapters.
  private func recipe(_ context: UpdateContext) -> Recipe {
    var recipe = context.recipe
    recipe.carriesOptimizerState = false
    return recipe
  }

  /// An adapter that changes nothing yet.
  private func fresh(
    _ network: Network<Float>, using random: inout RandomStream
  ) -> LowRankAdapter<Float> {
    LowRankAdapter(network.architecture, rank: rank, alpha: alpha, using: &random)
  }

  /// A fresh adapter, fitted beside a frozen network.
  private func fit(
    _ frozen: Network<Float>, _ context: UpdateContext, with trainer: inout Trainer<Float>,
    using random: inout RandomStream
  ) throws -> LowRankAdapter<Float> {
    var adapter = fresh(frozen, using: &random)
    try trainer.fit(
      &adapter, on: frozen, features: context.recent.features, labels: context.recent.labels,
      recipe: recipe(context))
    return adapter
  }
}
