public import Core
public import Numerics
public import Training

/// Goes on training the deployed network on the rows that are new.
public struct Incremental: UpdateStrategy, Codable {
  /// How it is registered.
  public static let entry = Entry<any UpdateStrategy>(
    "incremental", "continues on the new rows only (fine-tuning)",
    formula: "θ ← fit(θ, rows since the last update)",
    source: "\"naive\" or \"finetune\" in the continual-learning literature"
  ) { _, _ in Incremental() }

  /// It keeps nothing.
  public init() {}

  /// Fits the deployed network to the recent rows.
  public mutating func update(
    _ model: inout any Model, _ context: UpdateContext, with trainer: inout Trainer<Float>,
    using random: inout RandomStream
  ) throws -> String {
    try model.withNetwork { try trainer.fit(&$0, on: context.recent, recipe: context.recipe) }
    return "incremental"
  }
}
