public import Core
public import Numerics
public import Training

/// Trains on every label as it arrives, a row or a micro-batch at a time, once, in order. Ignores triggers;
/// optimizer state is carried from row to row.
public struct Online: UpdateStrategy, Codable {
  static let rows = Setting.integer(
    "rows", in: .closed(1, 1e6), default: 1, "rows of a training step (a micro-batch)")

  /// How it is registered.
  public static let entry = Entry<any UpdateStrategy>(
    "online", "one row or micro-batch at a time, as soon as its label arrives",
    formula: "θ ← θ − η ∇ℓ(rows that just arrived), each once, in order",
    source: "online learning; Bottou 1998",
    cost: """
      One pass over each row, at a step each: the same FLOP a row as incremental with one \
      epoch and more steps of the optimizer; keeps the optimizer's state.
      """,
    verified: [
      .definition("steps on single rows or micro-batches in order of arrival, bit for bit")
    ],
    settings: [rows.declaration]
  ) { values, _ in Online(rows: values[rows]) }

  private let rows: Int

  /// A strategy that takes so many rows a step.
  public init(rows: Int = 1) { self.rows = rows }

  /// As labels arrive.
  public var schedule: Schedule { .onLabels }

  /// 6 N D.
  public var scaledCost: ScaledCost? { .plain }

  /// One pass over what arrived.
  public mutating func update(
    _ model: inout any Model, _ context: UpdateContext, with trainer: inout Trainer<Float>,
    using random: inout RandomStream
  ) throws -> String {
    var recipe = context.recipe.passes(1)
    (recipe.batch, recipe.carriesOptimizerState) = (rows, true)
    try model.withNetwork {
      try trainer.fit(&$0, on: context.recent, recipe: recipe, order: .given)
    }
    return "online"
  }
}
