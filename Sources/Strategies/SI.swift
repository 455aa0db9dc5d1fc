public import Core
public import Numerics
public import Training

/// Synaptic intelligence: a pull towards the latest parameters, as strong in each direction as moving there
/// has lowered the loss.
///
/// Minimizes ℓ(θ) + c Σ_i Ω_i (θ_i − θ*_i)² (Zenke, Poole & Ganguli 2017, eq. 4; no ½). Along an update
/// ω_i ← ω_i − g_i Δθ_i, g the gradient of the loss **without** the penalty and Δθ the step that was
/// applied; then Ω_i ← max(0, Ω_i + ω_i / ((θ_i − θ_i,start)² + ξ)) (eq. 5) and θ* ← θ. The warm-up and a
/// hybrid's full retrains are followed too. `accumulate: mean` divides Ω by the number of updates, so
/// that c does not grow with it. c = 0 is `incremental`, bit for bit.
public struct SI: UpdateStrategy, Codable {
  static let strength = Setting.number(
    "c", in: .atLeast(0), default: 1, "strength of the pull; there is no ½ in the penalty")
  static let xi = Setting.number(
    "xi", in: .above(0), default: 0.1, "ξ, keeps Ω finite where a parameter hardly moved")
  static let accumulate = Setting.choice(
    "accumulate", of: ["sum", "mean"], default: "sum", "how the importances of updates combine")

  /// How it is registered.
  public static let entry = Entry<any UpdateStrategy>(
    "si", "synaptic intelligence: a pull weighted by what each parameter did for the loss",
    formula: "θ ← argmin ℓ(θ) + c Σ_i Ω_i (θ_i − θ*_i)²; ω_i ← ω_i − g_i Δθ_i a step; then "
      + "Ω_i ← max(0, Ω_i + ω_i / ((θ_i − θ_i,start)² + ξ)), θ* ← θ",
    source: "Zenke, Poole & Ganguli 2017, eqs. 3 to 5",
    cost: """
      3 FLOP a parameter and step for ω and 4 for the pull; keeps 2 p numbers, and 3 p more \
      during an update.
      """,
    differences: """
      The paper does not say what becomes of a negative Ω; here it is 0, as a pull away from \
      θ* would have no minimum.
      """,
    verified: [
      .golden("ω and Ω against PyTorch in float64, to 1e-9"),
      .definition("two updates written out in double precision, sum and mean"),
      .limit("c = 0 is incremental, bit for bit; displacement falls as 1/c in proximal steps"),
      .published(
        """
        Split MNIST: Hsu et al. 2018, table 2, within 2 points with a head for each task and within 5 \
        without (results/split-mnist.md)
        """),
    ],
    settings: [strength.declaration, xi.declaration, accumulate.declaration]
  ) { values, _ in
    SI(strength: values[strength], xi: values[xi], sums: values[accumulate] == "sum")
  }

  private let strength: Double
  private let xi: Double
  private let sums: Bool
  private var anchor = LatestAnchor()

  /// A strategy that has followed no training yet.
  public init(strength: Double, xi: Double = 0.1, sums: Bool = true) {
    (self.strength, self.xi, self.sums) = (strength, xi, sums)
  }

  /// Importance and anchor of every parameter.
  public var stateBytes: Int { anchor.byteCount }

  /// The importances come from the paths of training.
  public var followsTraining: Bool { true }

  /// Takes the importances from the path of the warm-up.
  public mutating func start(
    _ model: inout any Model, _ context: UpdateContext, with trainer: inout Trainer<Float>,
    using random: inout RandomStream
  ) {
    defer { trainer.path = nil }
    guard !context.recent.isEmpty else { return }
    consolidate(&model, from: context.freshNetwork().parameters, along: trainer.path)
  }

  /// Importances of a network that no longer serves mean nothing for the new one: starts over.
  public mutating func replaced(
    _ model: inout any Model, _ context: UpdateContext, with trainer: inout Trainer<Float>,
    using random: inout RandomStream
  ) {
    anchor = LatestAnchor()
    start(&model, context, with: &trainer, using: &random)
  }

  /// Fits the deployed network to the recent rows under the penalty, following the path.
  public mutating func update(
    _ model: inout any Model, _ context: UpdateContext, with trainer: inout Trainer<Float>,
    using random: inout RandomStream
  ) throws -> String {
    guard !context.recent.isEmpty else { return "si" }
    defer { trainer.path = nil }
    var objective = Objective<Float>()
    objective.penalties = anchor.penalties(weight: 2 * strength, averaged: !sums)
    let before = model.withNetwork { $0.parameters }
    trainer.path = PathIntegral(parameterCount: before.count)
    try model.withNetwork {
      try trainer.fit(&$0, on: context.recent, recipe: context.recipe, objective: objective)
    }
    consolidate(&model, from: before, along: trainer.path)
    return "si"
  }

  private mutating func consolidate(
    _ model: inout any Model, from start: [Float], along path: PathIntegral<Float>?
  ) {
    let path = path ?? PathIntegral(parameterCount: start.count)
    let reached = model.withNetwork { $0.parameters }
    anchor.move(to: reached, adding: path.importance(from: start, to: reached, xi: xi))
  }
}
