public import Core
public import Numerics
public import Training

/// Elastic weight consolidation: fine-tunes under a quadratic pull towards the parameters of earlier
/// updates, as strong in each direction as the Fisher information there.
///
/// Minimizes ℓ(θ) + λ/2 Σ_i F_i (θ_i − θ*_i)² (Kirkpatrick et al. 2017, eq. 3; ℓ the mean loss, F a mean
/// of per-example squared gradients). It consolidates after the warm-up and after each update, on the rows
/// just trained on. Separate anchors are merged exactly (Huszár 2018). `fisher: predicted` is what Hsu et al.
/// 2018 use; `squared-batch-mean` is a mistake of other implementations, for comparison: its F, and so the λ
/// that suits, depend on the recipe's batch. `step: proximal` is stable at any λ. λ = 0 is `incremental`, bit
/// for bit.
public struct EWC: UpdateStrategy, Codable {
  static let lambda = Setting.number(
    "lambda", in: .atLeast(0), default: 100, "strength of the pull; the ½ is in the penalty")
  static let fisher = Importance.fisherSetting
  static let accumulate = Setting.choice(
    "accumulate", of: ["mean", "sum"], default: "mean", "how the importances of anchors combine")
  static let step = PenaltyStep.setting(default: .explicit)

  /// How it is registered.
  public static let entry = Entry<any UpdateStrategy>(
    "ewc", "elastic weight consolidation: a pull towards earlier parameters",
    formula: "θ ← argmin ℓ(θ) + λ/2 Σ_i F_i (θ_i − θ*_i)², F the mean (or sum) over anchors of "
      + "per-example squared gradients",
    source: "Kirkpatrick et al. 2017, eq. 3; anchors merged as in Huszár 2018",
    cost: """
      4 FLOP a parameter and step (6 if proximal), and after each update a forward and \
      backward pass over its rows (a backward pass for each class if exact); keeps 2 p numbers \
      however many anchors there are.
      """,
    differences: """
      Importances are averaged over anchors unless `accumulate: sum`, so that λ does not grow \
      with the number of updates. Other programs leave out the ½, so that their λ is half of \
      this one (Hsu et al. 2018 among them), or square the gradient of a batch's mean, so that \
      their λ depends on the batch.
      """,
    verified: [
      .golden(
        """
        empirical and exact Fisher information, the squared batch mean and a consolidated fit \
        against PyTorch in float64, to 1e-9
        """),
      .closedForm(
        """
        linear regression with orthogonal inputs: the solution on both batches, to 1e-6; where the \
        empirical or a full Fisher must differ, it does
        """),
      .definition("every anchor kept apart and summed in double precision"),
      .limit("λ = 0 is incremental, bit for bit; displacement falls as 1/λ in proximal steps"),
      .published(
        """
        Split MNIST: Hsu et al. 2018, table 2, within 2 points with a head for each task and within 5 \
        without (results/split-mnist.md)
        """),
    ],
    settings: [lambda.declaration, fisher.declaration, accumulate.declaration, step.declaration]
  ) { values, _ in
    EWC(
      lambda: values[lambda], importance: Importance(rawValue: values[fisher]) ?? .empirical,
      sums: values[accumulate] == "sum", step: PenaltyStep(rawValue: values[step]) ?? .explicit)
  }

  /// λ
  public let lambda: Double
  private let importance: Importance
  private let sums: Bool
  private let step: PenaltyStep
  private var penalty: QuadraticPenalty<Float>?
  private var anchors = 0

  /// A strategy without anchors yet.
  public init(
    lambda: Double, importance: Importance = .empirical, sums: Bool = false,
    step: PenaltyStep = .explicit
  ) {
    self.step = step
    self.lambda = lambda
    self.importance = importance
    self.sums = sums
  }

  /// Importance and anchor of every parameter.
  public var stateBytes: Int { penalty?.byteCount ?? 0 }

  /// Anchors the parameters that the warm-up reached.
  public mutating func start(
    _ model: inout any Model, _ context: UpdateContext, with trainer: inout Trainer<Float>,
    using random: inout RandomStream
  ) {
    consolidate(&model, context, with: &trainer, using: &random)
  }

  /// Anchors of a network that no longer serves mean nothing for the new one: starts over.
  public mutating func replaced(
    _ model: inout any Model, _ context: UpdateContext, with trainer: inout Trainer<Float>,
    using random: inout RandomStream
  ) {
    (penalty, anchors) = (nil, 0)
    consolidate(&model, context, with: &trainer, using: &random)
  }

  /// 6 N D, and 6 N for the Fisher information of each row given, where one backward pass yields it.
  public var scaledCost: ScaledCost? {
    switch importance {
    case .empirical, .sampled: ScaledCost(trained: 6, given: 6, isGivenWarmUp: true)
    default: nil
    }
  }

  /// Fits the deployed network to the recent rows under the penalty, and anchors what it reaches.
  public mutating func update(
    _ model: inout any Model, _ context: UpdateContext, with trainer: inout Trainer<Float>,
    using random: inout RandomStream
  ) throws -> String {
    var objective = Objective<Float>()
    if var penalty, lambda > 0 {
      penalty.weight = sums ? lambda : lambda / Double(anchors)
      objective.penalties = [penalty]
    }
    try model.withNetwork {
      try trainer.fit(&$0, on: context.recent, recipe: context.recipe, objective: objective)
    }
    consolidate(&model, context, with: &trainer, using: &random)
    return "ewc"
  }

  /// Adds the importance of the parameters for the recent rows, and the parameters as their anchor.
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
      if penalty == nil {
        penalty = QuadraticPenalty(
          weight: lambda, importance: fisher, anchor: network.parameters, step: step)
      } else {
        penalty?.merge(importance: fisher, anchor: network.parameters)
      }
      anchors += 1
    }
  }
}
