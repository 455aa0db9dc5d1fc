public import Core
public import Numerics
public import Training

/// Variational continual learning: the belief about the parameters that best explains the new rows while it
/// stays near the belief before, and predictions averaged over it.
///
/// q_t = N(μ, diag σ²) minimizes E_q[−log p(D_t)] + KL(q‖q_{t−1}) (Nguyen, Li, Bui & Turner 2018, eq. 4),
/// here divided by the n new rows, sampled by local reparameterization
/// (``Trainer/fit(_:prior:features:labels:recipe:objective:trains:samples:order:noise:)``), from q_{t−1} on.
/// The first prior is N(0, 1/δ). The first belief keeps the means that the warm-up reached, for the first
/// model is the same for every strategy, and fits variances to the warm-up's rows; so it does after a
/// hybrid's full retrain. In regression the noise has variance ½, that of the loss.
///
/// Probabilities are means over networks drawn once for each belief. As δ → ∞ nothing moves.
public struct VCL: UpdateStrategy, Codable {
  static let precision = Setting.number(
    "prior-precision", in: .closed(1e-6, 1e12), default: 1,
    "δ, precision of every parameter before any row")
  static let deviation = Setting.number(
    "initial-deviation", in: .closed(1e-6, 1), default: 0.05,
    "σ of every parameter where the first fit begins, 1/√δ at most")
  static let samples = Setting.integer(
    "samples", in: .closed(1, 1000), default: 10, "networks drawn for predictions")
  static let trainingSamples = Setting.integer(
    "training-samples", in: .closed(1, 100), default: 1,
    "how often a row takes part in a training step, with noise of its own")
  static let step = PenaltyStep.setting(default: .proximal)

  /// How it is registered.
  public static let entry = Entry<any UpdateStrategy>(
    "vcl",
    "variational continual learning: the last belief is the prior, predictions average over it",
    formula:
      "q_t ← argmin E_q[ℓ] + 1/n KL(q‖q_{t−1}), q = N(μ, diag σ²), n new rows, "
      + "KL = ½ Σ_i (ln σ₀²/σ² + (σ² + (μ − μ₀)²)/σ₀² − 1); p = mean over draws of softmax(z)",
    source: """
      Nguyen, Li, Bui & Turner 2018, eq. 4; Blundell et al. 2015; Kingma, Salimans & Welling 2015
      """,
    cost: """
      Training takes twice the products of incremental, 6 FLOP of noise a row and unit, and a \
      parameter and step 6 for means and 8 for variances; serving takes `samples` forward passes. \
      Keeps means, variances and the networks drawn: (2 + samples) p numbers.
      """,
    differences: """
      No coreset: replay is a strategy of its own. The first belief keeps the warm-up's means. \
      Noise is drawn for outputs, not for weights, once a row and step by default where the \
      authors' program draws 10; variances take natural steps under SGD; networks are drawn once \
      a belief, not anew for each prediction.
      """,
    verified: [
      .closedForm(
        """
        KL, to 1e-12; the exact posterior of linear regression, of three tasks in turn too; \
        predictions of two classes by quadrature
        """),
      .definition(
        """
        gradients of means and variances by finite differences of the objective written out in \
        double precision, to 1e-6
        """),
      .limit(
        """
        without variances training is the plain one, with a prior that of its pull, bit for bit; \
        without data the belief becomes the prior; a certain prior moves nothing
        """),
    ],
    settings: [
      precision.declaration, deviation.declaration, samples.declaration,
      trainingSamples.declaration, step.declaration,
    ]
  ) { values, _ in
    VCL(
      priorPrecision: values[precision], initialDeviation: values[deviation],
      samples: values[samples], trainingSamples: values[trainingSamples],
      step: PenaltyStep(rawValue: values[step]) ?? .proximal)
  }

  private let precision: Double
  private let deviation: Double
  private let samples: Int
  private let trainingSamples: Int
  private let step: PenaltyStep
  private var belief: Belief<Float>?

  /// A strategy that knows nothing but the prior.
  public init(
    priorPrecision: Double = 1, initialDeviation: Double = 0.05, samples: Int = 10,
    trainingSamples: Int = 1, step: PenaltyStep = .proximal
  ) {
    precision = priorPrecision
    deviation = min(initialDeviation, (1 / priorPrecision).squareRoot())
    (self.samples, self.trainingSamples, self.step) = (samples, trainingSamples, step)
  }

  /// Mean and variance of every parameter, and the networks drawn.
  public var stateBytes: Int { (belief?.byteCount ?? 0) / 2 * (2 + samples) }

  /// Fits variances around the parameters that the warm-up reached.
  public mutating func start(
    _ model: inout any Model, _ context: UpdateContext, with trainer: inout Trainer<Float>,
    using random: inout RandomStream
  ) throws {
    try learn(&model, context, .variances, with: &trainer, using: random)
  }

  /// Starts over from the prior: the belief was about another network.
  public mutating func replaced(
    _ model: inout any Model, _ context: UpdateContext, with trainer: inout Trainer<Float>,
    using random: inout RandomStream
  ) throws {
    belief = nil
    try learn(&model, context, .variances, with: &trainer, using: random)
  }

  /// Fits the belief to the recent rows, the last one its prior.
  public mutating func update(
    _ model: inout any Model, _ context: UpdateContext, with trainer: inout Trainer<Float>,
    using random: inout RandomStream
  ) throws -> String {
    try learn(&model, context, .both, with: &trainer, using: random)
    return "vcl"
  }

  private mutating func learn(
    _ model: inout any Model, _ context: UpdateContext, _ part: BeliefPart,
    with trainer: inout Trainer<Float>, using random: RandomStream
  ) throws {
    let rows = context.recent
    guard !rows.isEmpty else { return }
    let network = model.withNetwork { $0 }
    var fitted = belief ?? Belief(network, deviation: deviation)
    fitted.network = network
    var noise = random.child("noise")
    try trainer.fit(
      &fitted, prior: prior(for: network), features: rows.features, labels: rows.labels,
      recipe: context.recipe, trains: part, samples: trainingSamples, noise: &noise)
    belief = fitted
    var draws = random.child("draws")
    model = DrawnNetworks(
      fitted.network, trainer.networks(samples, from: fitted, using: &draws))
  }

  /// The last belief, or N(0, 1/δ).
  private func prior(for network: Network<Float>) -> Prior<Float> {
    if let belief { return Prior(belief, step: step) }
    let (zeros, precision) = (network.parameters.map { _ in Float(0) }, Float(precision))
    return Prior(mean: zeros, precision: zeros.map { _ in precision }, step: step)
  }
}
