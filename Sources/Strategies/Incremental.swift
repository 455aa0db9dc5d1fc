public import Core
public import Numerics
public import Training

/// Goes on training the deployed network on the rows that are new.
public struct Incremental: UpdateStrategy, Codable {
  /// How it is registered.
  public static let entry = Entry<any UpdateStrategy>(
    "incremental", "continues on the new rows only (fine-tuning)",
    formula: "θ ← fit(θ, rows since the last update)",
    source: "\"naive\" or \"finetune\" in the continual-learning literature",
    cost: """
      A fit on the new rows, 3 passes a row and epoch (one forward, about two backward); keeps \
      nothing.
      """,
    verified: [
      .golden("every optimizer against PyTorch in float64, to 1e-9"),
      .limit(
        """
        where all other strategies that train must end up with their own part switched off, bit \
        for bit
        """),
      .published(
        """
        Split MNIST: Hsu et al. 2018, table 2, within 2 points with a head for each task and within 5 \
        without (results/split-mnist.md)
        """),
    ]
  ) { _, _ in Incremental() }

  /// It keeps nothing.
  public init() {}

  /// 6 N D.
  public var scaledCost: ScaledCost? { .plain }

  /// Fits the deployed network to the recent rows.
  public mutating func update(
    _ model: inout any Model, _ context: UpdateContext, with trainer: inout Trainer<Float>,
    using random: inout RandomStream
  ) throws -> String {
    try model.withNetwork { try trainer.fit(&$0, on: context.recent, recipe: context.recipe) }
    return "incremental"
  }
}
