public import Core
public import Numerics
public import Training

/// Learning without forgetting: fine-tunes while the outputs for the new rows stay near those of the model
/// before the update.
///
/// Minimizes ℓ(θ) + α T² KL(softmax(z_old/T) ‖ softmax(z/T)), the mean over the new rows (Li & Hoiem
/// 2017, eqs. 1 to 3; T² after Hinton et al. 2015, so that gradients do not shrink with T). No old rows
/// are kept. With a head for each task, every head that had been trained before the update has a softmax
/// of its own, and their divergences are summed; heads that have learned nothing yet are free, and so is a
/// model that no warm-up trained. In regression the pull is α (z − z_old)², mean over rows and outputs,
/// without T. α = 0 is `incremental`, bit for bit.
public struct LwF: UpdateStrategy, Codable {
  static let alpha = Setting.number(
    "alpha", in: .atLeast(0), default: 1, "α, strength of the pull towards the old outputs")
  static let temperature = Setting.number(
    "temperature", in: .above(0), default: 2, "T, softens both softmaxes; not used in regression")

  /// How it is registered.
  public static let entry = Entry<any UpdateStrategy>(
    "lwf", "learning without forgetting: new rows, with the old model as a teacher",
    formula: "θ ← argmin ℓ(θ) + α T² mean over new rows of KL(softmax(z_old/T) ‖ softmax(z/T)), "
      + "z_old the logits before the update",
    source: "Li & Hoiem 2017, eqs. 1 to 3",
    cost: """
      A forward pass of the old model over the new rows; keeps nothing but which heads are \
      trained.
      """,
    differences: """
      The paper's cross-entropy differs from the KL by a constant, and it has no T². Its \
      warm-up of the new head is left out.
      """,
    verified: [
      .golden("the loss and its gradient against PyTorch in float64, to 1e-9"),
      .definition("two updates written out in double precision, with heads"),
      .limit("α = 0 is incremental, bit for bit; a strong teacher is obeyed"),
      .published(
        """
        Split MNIST: Hsu et al. 2018, table 2, within 2 points with a head for each task and within 5 \
        without (results/split-mnist.md)
        """),
    ],
    settings: [alpha.declaration, temperature.declaration]
  ) { values, _ in LwF(alpha: values[alpha], temperature: values[temperature]) }

  private let alpha: Double
  private let temperature: Double
  /// Whether the deployed model has learned anything that could be forgotten.
  private var isTrained = false
  /// The heads that rows have been seen of.
  private var trained: [Range<Int>] = []

  /// A strategy of a strength and temperature.
  public init(alpha: Double, temperature: Double = 2) {
    (self.alpha, self.temperature) = (alpha, temperature)
  }

  /// Which heads are trained, where tasks have heads.
  public var stateBytes: Int { trained.count * MemoryLayout<Range<Int>>.size }

  /// Notes the heads that the warm-up trained.
  public mutating func start(
    _ model: inout any Model, _ context: UpdateContext, with trainer: inout Trainer<Float>,
    using random: inout RandomStream
  ) {
    note(model.withNetwork { $0.heads }, context.recent)
  }

  /// 6 N D, and 2 N for what the teacher says of each row given.
  public var scaledCost: ScaledCost? { ScaledCost(trained: 6, given: 2) }

  /// Fits the deployed network to the recent rows, taught by what it answered before.
  public mutating func update(
    _ model: inout any Model, _ context: UpdateContext, with trainer: inout Trainer<Float>,
    using random: inout RandomStream
  ) throws -> String {
    guard !context.recent.isEmpty else { return "lwf" }
    try model.withNetwork { network in
      var objective = Objective<Float>()
      if alpha > 0 && isTrained {
        objective.distillation = Distillation(
          weight: alpha,
          distance: network.architecture.head == .regression
            ? .squared : .softened(temperature: temperature),
          teacher: trainer.logits(of: network, context.recent.features), heads: trained)
      }
      try trainer.fit(
        &network, on: context.recent, recipe: context.recipe, objective: objective)
    }
    note(model.withNetwork { $0.heads }, context.recent)
    return "lwf"
  }

  private mutating func note(_ heads: [Range<Int>], _ rows: Examples) {
    if !rows.isEmpty { isTrained = true }
    for head in heads
    where !trained.contains(head) && rows.labels.contains(where: { head.contains(Int($0)) }) {
      trained.append(head)
    }
  }
}
