public import Core
public import Numerics
public import Training

/// Any strategy, trained on adversarial examples among its new rows.
///
/// In every training step of the strategy `of`, round(share · n) of the n new rows (shuffled, so any) are
/// replaced by x + a perturbation of at most ε in every standardized feature that raises the loss: one
/// step of FGSM (Goodfellow et al. 2015, section 4) or several of PGD (Madry et al. 2018, eq. 1); rows
/// replayed from a memory stay clean. ε = 0 or a share of 0 is the strategy alone, bit for bit.
public struct Adversarial: UpdateStrategy {
  static let of = Setting.component(
    "of", .strategy, default: "incremental", "the strategy whose training is hardened")
  static let epsilon = Setting.number(
    "epsilon", in: .closed(0, 1000), default: 0.1,
    "ε, largest change of a feature, in its standard deviations")
  static let steps = Setting.integer(
    "steps", in: .closed(1, 1000), default: 1, "gradient steps: 1 is FGSM, more are PGD")
  static let stepSize = Setting.optionalNumber(
    "step-size", in: .above(0), "length of a step; unset is ε for one step, 2.5 ε / steps for more")
  static let share = Setting.number(
    "share", in: .closed(0, 1), default: 0.5, "share of the new rows that are replaced")

  /// How it is registered.
  public static let entry = Entry<any UpdateStrategy>(
    "adversarial", "any strategy, with adversarial examples (FGSM, PGD) among its new rows",
    formula:
      "x′ ← Π(x′ + a · sign ∂ℓ/∂x′), Π onto |x′ − x| ≤ ε, for a share of each step's new rows",
    source: "Goodfellow et al. 2015, section 4; Madry et al. 2018, eq. 1",
    cost: """
      What the strategy costs, and for each of `steps` a forward pass and one down to the \
      inputs for the rows replaced.
      """,
    differences:
      "Goodfellow et al. weigh each row's clean and adversarial loss; here a row is either.",
    verified: [
      .closedForm(
        "the worst perturbation of a linear model; ‖perturbation‖∞ ≤ ε and a higher loss"),
      .definition("gradients with respect to inputs by finite differences"),
      .limit("ε = 0 or a share of 0 is the strategy itself, bit for bit"),
    ],
    settings: [
      of.declaration, epsilon.declaration, steps.declaration, stepSize.declaration,
      share.declaration,
    ]
  ) { values, components in
    let strategy = try components.strategy(values[of])
    guard strategy.schedule != .never else {
      throw SettingError("of", "\(values[of].name) never trains")
    }
    guard values[epsilon] > 0, values[share] > 0 else { return Adversarial(of: strategy) }
    return Adversarial(
      of: strategy,
      Adversary(
        epsilon: values[epsilon], steps: values[steps], stepSize: values[stepSize],
        share: values[share]))
  }

  private var inner: any UpdateStrategy
  private let adversary: Adversary?

  /// A strategy and what it is hardened against; `nil` is nothing.
  public init(of strategy: any UpdateStrategy, _ adversary: Adversary? = nil) {
    inner = strategy
    self.adversary = adversary
  }

  /// The strategy's.
  public var schedule: Schedule { inner.schedule }
  /// What the strategy keeps.
  public var stateBytes: Int { inner.stateBytes }
  /// What the strategy takes.
  public func check(_ architecture: Architecture) throws(SettingError) {
    do { try inner.check(architecture) } catch { throw SettingError("of", error.problem) }
  }

  /// The rows it takes.
  public func check(_ schema: Schema) throws(SettingError) {
    do { try inner.check(schema) } catch { throw SettingError("of", error.problem) }
  }

  /// The strategy's.
  public mutating func limitMemory(to bytes: Int) { inner.limitMemory(to: bytes) }

  /// The strategy remembers.
  public mutating func observe(_ arrived: Examples, using random: inout RandomStream) {
    inner.observe(arrived, using: &random)
  }

  /// As the inner strategy does.
  public var holdsTrigger: Bool { inner.holdsTrigger }

  /// The strategy sees it too.
  public mutating func watch(_ observation: Observation) throws { try inner.watch(observation) }

  /// As the inner strategy does.
  public var followsTraining: Bool { inner.followsTraining }

  /// The strategy consolidates, on clean rows.
  public mutating func start(
    _ model: inout any Model, _ context: UpdateContext, with trainer: inout Trainer<Float>,
    using random: inout RandomStream
  ) throws {
    try inner.start(&model, context, with: &trainer, using: &random)
  }

  /// The strategy lets go of what it must.
  public mutating func replaced(
    _ model: inout any Model, _ context: UpdateContext, with trainer: inout Trainer<Float>,
    using random: inout RandomStream
  ) throws {
    try inner.replaced(&model, context, with: &trainer, using: &random)
  }

  /// The strategy's update, its fits hardened.
  public mutating func update(
    _ model: inout any Model, _ context: UpdateContext, with trainer: inout Trainer<Float>,
    using random: inout RandomStream
  ) throws -> String {
    let outer = trainer.adversary
    trainer.adversary = adversary ?? outer
    defer { trainer.adversary = outer }
    return try inner.update(&model, context, with: &trainer, using: &random)
  }

  /// The strategy's state.
  public func encode(to encoder: any Encoder) throws { try inner.encode(to: encoder) }

  /// Restores the strategy.
  public mutating func restore(from decoder: any Decoder) throws {
    try inner.restore(from: decoder)
  }
}
