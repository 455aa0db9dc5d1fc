public import Core
public import Numerics
public import Training

/// Online Laplace approximation: the belief about the parameters after one update is the prior of the next,
/// and predictions take its uncertainty into account.
///
/// After each update N(θ_t, 1/Λ_t) with Λ_t = Λ_{t−1} + Σ_rows g² row by row and Λ_0 = δ (Ritter, Botev &
/// Barber 2018, eqs. 8 and 9, with a diagonal Hessian by the Fisher information). The next update
/// maximizes the posterior: with the mean loss over n rows, ℓ(θ) + 1/(2n) Σ_i Λ_i (θ_i − θ_i,t)². This is
/// EWC with summed importances, the latest anchor, and a strength that the rule of Bayes sets: there is
/// nothing to tune but δ. In regression the noise has variance ½, that of the loss.
///
/// Probabilities are softmax_j(z_j / √(1 + π v_j/8)), v_j the variance of logit j linearized in the
/// parameters (probit approximation; MacKay 1992, Daxberger et al. 2021): not Monte Carlo. As δ → ∞ nothing
/// moves and predictions are the network's own.
public struct Laplace: UpdateStrategy, Codable {
  static let precision = Setting.number(
    "prior-precision", in: .above(0), default: 1, "δ, precision of every parameter before any row")
  static let fisher = Importance.fisherSetting
  static let step = PenaltyStep.setting(default: .proximal)

  /// How it is registered.
  public static let entry = Entry<any UpdateStrategy>(
    "laplace",
    "online Laplace: the last posterior is the prior, and uncertainty tempers predictions",
    formula:
      "θ_{t+1} ← argmin ℓ(θ) + 1/(2n) Σ_i Λ_i (θ_i − θ_i,t)², n new rows; Λ ← Λ + Σ_rows g², "
      + "Λ_0 = δ; p = softmax(z / √(1 + π v/8)), v_j = Σ_i (∂z_j/∂θ_i)² / Λ_i",
    source: "Ritter, Botev & Barber 2018, eqs. 8 and 9; predictions as in Daxberger et al. 2021",
    cost: """
      6 FLOP a parameter and step, a forward and backward pass over the rows after each \
      update; a prediction costs a further product a layer and, for each class, the way back \
      through the network. Keeps Λ, θ_t and the variances: 3 p numbers.
      """,
    differences: """
      The Hessian is diagonal, by the Fisher information. The warm-up is fitted without a \
      prior.
      """,
    verified: [
      .closedForm(
        "the exact posterior of linear regression with orthogonal inputs, three tasks in turn"),
      .definition(
        """
        the posterior and its prior written out in double precision; variances of logits by finite \
        differences
        """),
      .limit(
        """
        a certain prior moves nothing and predicts as the network; ewc with summed importances at \
        the strength Bayes' rule sets
        """),
    ],
    settings: [precision.declaration, fisher.declaration, step.declaration]
  ) { values, _ in
    Laplace(
      priorPrecision: values[precision],
      importance: Importance(rawValue: values[fisher]) ?? .empirical,
      step: PenaltyStep(rawValue: values[step]) ?? .proximal)
  }

  private let precision: Double
  private let importance: Importance
  private let step: PenaltyStep
  private var anchor = LatestAnchor()

  /// A strategy that knows nothing but the prior.
  public init(
    priorPrecision: Double, importance: Importance = .empirical, step: PenaltyStep = .proximal
  ) {
    (precision, self.importance, self.step) = (priorPrecision, importance, step)
  }

  /// Precision, anchor and variance of every parameter.
  public var stateBytes: Int { anchor.byteCount / 2 * 3 }

  /// Takes the parameters that the warm-up reached as the first mean.
  public mutating func start(
    _ model: inout any Model, _ context: UpdateContext, with trainer: inout Trainer<Float>,
    using random: inout RandomStream
  ) {
    consolidate(&model, context.recent, with: &trainer, using: &random)
  }

  /// Starts over from the prior: the belief was about another network.
  public mutating func replaced(
    _ model: inout any Model, _ context: UpdateContext, with trainer: inout Trainer<Float>,
    using random: inout RandomStream
  ) {
    anchor = LatestAnchor()
    consolidate(&model, context.recent, with: &trainer, using: &random)
  }

  /// Fits the deployed network to the recent rows under the prior, and updates the belief.
  public mutating func update(
    _ model: inout any Model, _ context: UpdateContext, with trainer: inout Trainer<Float>,
    using random: inout RandomStream
  ) throws -> String {
    guard !context.recent.isEmpty else { return "laplace" }
    var objective = Objective<Float>()
    let rows = context.recent.count
    let trained = max(rows - context.recipe.extent(of: rows).heldOut, 1)
    objective.penalties = anchor.penalties(weight: 1 / Double(trained), step: step)
    try model.withNetwork {
      try trainer.fit(&$0, on: context.recent, recipe: context.recipe, objective: objective)
    }
    consolidate(&model, context.recent, with: &trainer, using: &random)
    return "laplace"
  }

  private mutating func consolidate(
    _ model: inout any Model, _ rows: Examples, with trainer: inout Trainer<Float>,
    using random: inout RandomStream
  ) {
    guard !rows.isEmpty else { return }
    let network = model.withNetwork { $0 }
    var fisher = trainer.importance(
      importance, of: network, features: rows.features, labels: rows.labels, using: &random)
    let prior = anchor.importance == nil ? Float(precision) : 0
    for i in fisher.indices { fisher[i] = prior + Float(rows.count) * fisher[i] }
    anchor.move(to: network.parameters, adding: fisher)
    model = UncertainNetwork(
      network: network, variance: (anchor.importance ?? []).map { 1 / $0 })
  }
}
