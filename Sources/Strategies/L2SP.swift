public import Core
public import Numerics
public import Training

/// Fine-tunes under an equal pull of all parameters towards where they started: ℓ(θ) + α/2 ‖θ − θ*‖² (Li,
/// Grandvalet & Davoine 2018, L²-SP, without their separate term for new layers). `step: proximal`
/// is stable at any λ. λ = 0 is `incremental`, bit for bit.
public struct L2SP: UpdateStrategy, Codable {
  static let lambda = Setting.number(
    "lambda", in: .atLeast(0), default: 0.1, "α, strength of the pull; the ½ is in the penalty")
  static let anchor = Setting.choice(
    "anchor", of: ["update", "warm-up"], default: "update",
    "θ*: the parameters before each update, or those the warm-up reached")
  static let step = PenaltyStep.setting(default: .explicit)

  /// How it is registered.
  public static let entry = Entry<any UpdateStrategy>(
    "l2-sp", "fine-tuning with a plain pull towards the starting point",
    formula: "θ ← argmin ℓ(θ) + λ/2 ‖θ − θ*‖²", source: "Li, Grandvalet & Davoine 2018",
    cost: "4 FLOP a parameter and step (6 if proximal); keeps p numbers.",
    differences: "Without the paper's separate term for new layers.",
    verified: [
      .closedForm("displacement falls as 1/λ"),
      .definition("the anchor is the parameters before the update, or the warm-up's"),
      .limit("λ = 0 is incremental, bit for bit"),
    ],
    settings: [lambda.declaration, anchor.declaration, step.declaration]
  ) { values, _ in
    L2SP(
      lambda: values[lambda], anchorsWarmUp: values[anchor] == "warm-up",
      step: PenaltyStep(rawValue: values[step]) ?? .explicit)
  }

  private let lambda: Double
  private let anchorsWarmUp: Bool
  private let step: PenaltyStep
  private var first: [Float]?

  /// A strategy of a strength.
  public init(lambda: Double, anchorsWarmUp: Bool = false, step: PenaltyStep = .explicit) {
    self.step = step
    self.lambda = lambda
    self.anchorsWarmUp = anchorsWarmUp
  }

  /// The first model's parameters, where they are the anchor.
  public var stateBytes: Int { (first?.count ?? 0) * MemoryLayout<Float>.size }

  /// Notes the parameters that the warm-up reached.
  public mutating func start(
    _ model: inout any Model, _ context: UpdateContext, with trainer: inout Trainer<Float>,
    using random: inout RandomStream
  ) {
    if anchorsWarmUp { first = model.withNetwork { $0.parameters } }
  }

  /// 6 N D.
  public var scaledCost: ScaledCost? { .plain }

  /// Fits the deployed network to the recent rows under the pull.
  public mutating func update(
    _ model: inout any Model, _ context: UpdateContext, with trainer: inout Trainer<Float>,
    using random: inout RandomStream
  ) throws -> String {
    try model.withNetwork { network in
      var objective = Objective<Float>()
      if lambda > 0 {
        let equal = [Float](repeating: 1, count: network.parameters.count)
        objective.penalties = [
          QuadraticPenalty(
            weight: lambda, importance: equal, anchor: first ?? network.parameters,
            step: step)
        ]
      }
      try trainer.fit(
        &network, on: context.recent, recipe: context.recipe, objective: objective)
    }
    return "l2-sp"
  }
}
