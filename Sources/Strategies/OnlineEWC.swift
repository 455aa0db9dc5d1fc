public import Core
public import Numerics
public import Training

/// Online elastic weight consolidation: one anchor, the latest parameters, and importances that decay
/// (Schwarz et al. 2018, *Progress & compress*, section 2.2, eq. 10).
///
/// Minimizes ℓ(θ) + λ/2 Σ_i F_i (θ_i − θ*_i)²; after each update F ← γ F + F_new and θ* ← θ. The paper's
/// penalty weighs γ F; here that factor is part of λ, so that γ = 0 still keeps the latest F. `step:
/// proximal` is stable at any λ. λ = 0 is `incremental`, bit for bit.
public struct OnlineEWC: UpdateStrategy, Codable {
  static let lambda = Setting.number(
    "lambda", in: .atLeast(0), default: 100, "strength of the pull; the ½ is in the penalty")
  static let gamma = Setting.number(
    "gamma", in: .closed(0, 1), default: 0.9, "γ, what is left of earlier importances")
  static let fisher = Importance.fisherSetting
  static let step = PenaltyStep.setting(default: .explicit)

  /// How it is registered.
  public static let entry = Entry<any UpdateStrategy>(
    "online-ewc", "elastic weight consolidation with one anchor and decaying importances",
    formula: "θ ← argmin ℓ(θ) + λ/2 Σ_i F_i (θ_i − θ*_i)²; then F ← γ F + F_new, θ* ← θ",
    source: "Schwarz et al. 2018, eq. 10",
    cost: "As ewc.",
    differences: """
      The paper's penalty weighs γ F; here that factor is part of λ, so that γ = 0 still keeps \
      the latest F.
      """,
    verified: [
      .golden("Fisher information against PyTorch in float64, to 1e-9"),
      .definition("F and the anchor accumulated apart, for γ from 0 to 1"),
      .limit("λ = 0 is incremental, bit for bit"),
      .published(
        """
        Split MNIST: Hsu et al. 2018, table 2, within 2 points with a head for each task and within 5 \
        without (results/split-mnist.md)
        """),
    ],
    settings: [lambda.declaration, gamma.declaration, fisher.declaration, step.declaration]
  ) { values, _ in
    OnlineEWC(
      lambda: values[lambda], gamma: values[gamma],
      importance: Importance(rawValue: values[fisher]) ?? .empirical,
      step: PenaltyStep(rawValue: values[step]) ?? .explicit)
  }

  private let lambda: Double
  private let gamma: Double
  private let importance: Importance
  private let step: PenaltyStep
  private var anchor = LatestAnchor()

  /// A strategy without an anchor yet.
  public init(
    lambda: Double, gamma: Double = 0.9, importance: Importance = .empirical,
    step: PenaltyStep = .explicit
  ) {
    self.step = step
    self.lambda = lambda
    self.gamma = gamma
    self.importance = importance
  }

  /// Importance and anchor of every parameter.
  public var stateBytes: Int { anchor.byteCount }

  /// Anchors the parameters that the warm-up reached.
  public mutating func start(
    _ model: inout any Model, _ context: UpdateContext, with trainer: inout Trainer<Float>,
    using random: inout RandomStream
  ) {
    consolidate(&model, context, with: &trainer, using: &random)
  }

  /// Starts over: the old network's importances mean nothing for the new one.
  public mutating func replaced(
    _ model: inout any Model, _ context: UpdateContext, with trainer: inout Trainer<Float>,
    using random: inout RandomStream
  ) {
    anchor = LatestAnchor()
    consolidate(&model, context, with: &trainer, using: &random)
  }

  /// 6 N D, and 6 N for the Fisher information of each row given, where one backward pass yields it.
  public var scaledCost: ScaledCost? {
    switch importance {
    case .empirical, .sampled: ScaledCost(trained: 6, given: 6, isGivenWarmUp: true)
    default: nil
    }
  }

  /// Fits the deployed network to the recent rows under the penalty, and moves the anchor.
  public mutating func update(
    _ model: inout any Model, _ context: UpdateContext, with trainer: inout Trainer<Float>,
    using random: inout RandomStream
  ) throws -> String {
    var objective = Objective<Float>()
    objective.penalties = anchor.penalties(weight: lambda, step: step)
    try model.withNetwork {
      try trainer.fit(&$0, on: context.recent, recipe: context.recipe, objective: objective)
    }
    consolidate(&model, context, with: &trainer, using: &random)
    return "online-ewc"
  }

  private mutating func consolidate(
    _ model: inout any Model, _ context: UpdateContext, with trainer: inout Trainer<Float>,
    using random: inout RandomStream
  ) {
    let rows = context.recent
    guard !rows.isEmpty else { return }
    model.withNetwork { network in
      let fisher = trainer.importance(
        importance, of: network, features: rows.features, labels: rows.labels,
        batch: context.recipe.batch, using: &random)
      anchor.move(to: network.parameters, adding: fisher, keeping: gamma)
    }
  }
}
