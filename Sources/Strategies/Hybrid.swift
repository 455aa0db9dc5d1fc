public import Core
public import Numerics
public import Training

/// A fast strategy, with a full retrain every so many updates.
///
/// Updates 1 … every − 1 are the fast strategy's, update `every` retrains from scratch, and so on. Both
/// remember all rows; after a retrain the fast strategy goes on from the new network, which replaces its
/// anchors.
public struct Hybrid: UpdateStrategy {
  static let fast = Setting.component(
    "fast", .strategy, default: "incremental", "the strategy between full retrains")
  static let every = Setting.integer(
    "every", in: .closed(1, 1e9), default: 10, "updates from one full retrain to the next")
  static let full = Setting.optionalGroup(
    "full", [every.declaration], "when to retrain from scratch")

  /// How it is registered.
  public static let entry = Entry<any UpdateStrategy>(
    "hybrid", "a fast strategy, with a full retrain every so many updates",
    formula: "update u: full-retrain if u mod every = 0, else the fast strategy",
    source: "common practice; compare Mahadevan & Mathioudakis 2024",
    settings: [fast.declaration, full.declaration]
  ) { values, components in
    let fastStrategy = try components.strategy(values[fast])
    guard fastStrategy.schedule == .triggered else {
      throw SettingError("fast", "\(values[fast].name) does not act at updates")
    }
    return Hybrid(fast: fastStrategy, every: (values[full] ?? [:])[every])
  }

  private var fast: any UpdateStrategy
  private var full = FullRetrain()
  private let every: Int
  private var updates = 0

  /// A fast strategy with a full retrain every `every` updates.
  public init(fast: any UpdateStrategy, every: Int) {
    precondition(every > 0, "every \(every) updates")
    self.fast = fast
    self.every = every
  }

  /// What both keep.
  public var stateBytes: Int { fast.stateBytes + full.stateBytes }

  /// As the fast strategy does.
  public var followsTraining: Bool { fast.followsTraining }

  /// Half for each.
  public mutating func limitMemory(to bytes: Int) {
    fast.limitMemory(to: bytes / 2)
    full.limitMemory(to: bytes / 2)
  }

  /// Both remember.
  public mutating func observe(_ arrived: Examples, using random: inout RandomStream) {
    fast.observe(arrived, using: &random)
    full.observe(arrived, using: &random)
  }

  /// The fast strategy consolidates.
  public mutating func start(
    _ model: inout any Model, _ context: UpdateContext, with trainer: inout Trainer<Float>,
    using random: inout RandomStream
  ) throws {
    try fast.start(&model, context, with: &trainer, using: &random)
  }

  /// One of the two updates.
  public mutating func update(
    _ model: inout any Model, _ context: UpdateContext, with trainer: inout Trainer<Float>,
    using random: inout RandomStream
  ) throws -> String {
    guard !context.recent.isEmpty else { return "hybrid" }
    updates += 1
    guard updates % every == 0 else {
      return try fast.update(&model, context, with: &trainer, using: &random)
    }
    if followsTraining {
      trainer.path = PathIntegral(
        parameterCount: model.withNetwork { $0.architecture.parameterCount })
    }
    defer { trainer.path = nil }
    let action = try full.update(&model, context, with: &trainer, using: &random)
    try fast.replaced(&model, context, with: &trainer, using: &random)
    return action
  }
}
