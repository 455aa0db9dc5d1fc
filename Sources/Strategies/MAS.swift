public import Core
public import Numerics
public import Training

/// Memory aware synapses: a pull towards the latest parameters, as strong in each direction as the outputs
/// are sensitive to it.
///
/// Minimizes ℓ(θ) + λ Σ_i Ω_i (θ_i − θ*_i)² (Aljundi et al. 2018, eq. 4; no ½). After the warm-up and each
/// update, Ω gains the mean over the rows just trained on of |∂‖z‖²/∂θ_i|, row by row (eq. 3 with its squared
/// norm), z the logits (of all heads) or values, and θ* ← θ. Labels are not looked at. λ = 0 is
/// `incremental`, bit for bit.
public struct MAS: UpdateStrategy, Codable {
  static let lambda = Setting.number(
    "lambda", in: .atLeast(0), default: 1, "strength of the pull; there is no ½ in the penalty")
  static let accumulate = Setting.choice(
    "accumulate", of: ["mean", "sum"], default: "mean", "how the importances of updates combine")

  /// How it is registered.
  public static let entry = Entry<any UpdateStrategy>(
    "mas", "memory aware synapses: a pull weighted by how much each parameter moves the outputs",
    formula: "θ ← argmin ℓ(θ) + λ Σ_i Ω_i (θ_i − θ*_i)²; then Ω_i gains mean over rows of "
      + "|∂‖z‖²/∂θ_i|, θ* ← θ",
    source: "Aljundi et al. 2018, eqs. 3 and 4",
    cost: """
      A forward and backward pass over the rows after each update and 4 FLOP a parameter and \
      step; keeps 2 p numbers.
      """,
    differences: """
      Importances are averaged over updates unless `accumulate: sum` as in the paper, so that \
      λ does not grow with their number.
      """,
    verified: [
      .golden("importances against PyTorch in float64, to 1e-9"),
      .definition(
        "|∂‖z‖²/∂θ| row by row by finite differences; two updates written out in double precision"),
      .limit("λ = 0 is incremental, bit for bit; displacement falls as 1/λ in proximal steps"),
      .published(
        """
        Split MNIST: Hsu et al. 2018, table 2, within 2 points with a head for each task and within 5 \
        without (results/split-mnist.md)
        """),
    ],
    settings: [lambda.declaration, accumulate.declaration]
  ) { values, _ in MAS(lambda: values[lambda], sums: values[accumulate] == "sum") }

  private let lambda: Double
  private let sums: Bool
  private var anchor = LatestAnchor()

  /// A strategy without an anchor yet.
  public init(lambda: Double, sums: Bool = false) {
    (self.lambda, self.sums) = (lambda, sums)
  }

  /// Importance and anchor of every parameter.
  public var stateBytes: Int { anchor.byteCount }

  /// Anchors the parameters that the warm-up reached.
  public mutating func start(
    _ model: inout any Model, _ context: UpdateContext, with trainer: inout Trainer<Float>,
    using random: inout RandomStream
  ) {
    consolidate(&model, context.recent, with: &trainer, using: &random)
  }

  /// Starts over: the old network's importances mean nothing for the new one.
  public mutating func replaced(
    _ model: inout any Model, _ context: UpdateContext, with trainer: inout Trainer<Float>,
    using random: inout RandomStream
  ) {
    anchor = LatestAnchor()
    consolidate(&model, context.recent, with: &trainer, using: &random)
  }

  /// 6 N D, and 6 N for the importance of each row given.
  public var scaledCost: ScaledCost? { ScaledCost(trained: 6, given: 6, isGivenWarmUp: true) }

  /// Fits the deployed network to the recent rows under the penalty, and moves the anchor.
  public mutating func update(
    _ model: inout any Model, _ context: UpdateContext, with trainer: inout Trainer<Float>,
    using random: inout RandomStream
  ) throws -> String {
    var objective = Objective<Float>()
    objective.penalties = anchor.penalties(weight: 2 * lambda, averaged: !sums)
    try model.withNetwork {
      try trainer.fit(&$0, on: context.recent, recipe: context.recipe, objective: objective)
    }
    consolidate(&model, context.recent, with: &trainer, using: &random)
    return "mas"
  }

  private mutating func consolidate(
    _ model: inout any Model, _ rows: Examples, with trainer: inout Trainer<Float>,
    using random: inout RandomStream
  ) {
    guard !rows.isEmpty else { return }
    model.withNetwork { network in
      let sensitivity = trainer.importance(
        .sensitivity, of: network, features: rows.features, labels: [], using: &random)
      anchor.move(to: network.parameters, adding: sensitivity)
    }
  }
}
