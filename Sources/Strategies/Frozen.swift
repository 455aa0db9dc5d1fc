public import Core
public import Numerics
public import Training

/// Never updates: what the first model would have been worth. A control.
public struct Frozen: UpdateStrategy, Codable {
  /// How it is registered.
  public static let entry = Entry<any UpdateStrategy>(
    "frozen", "never updates (a control)",
    formula: "θ_t = θ_0, the model the warm-up trained.",
    source: "the usual lower control of drift experiments",
    cost: "Nothing but the warm-up.",
    verified: [
      .limit("memory with weight 0 is this, bit for bit; what every update of it costs is zero")
    ]
  ) { _, _ in Frozen() }

  /// It has nothing to decide.
  public init() {}

  /// Never.
  public var schedule: Schedule { .never }

  /// Nothing but its predictions.
  public var scaledCost: ScaledCost? { ScaledCost(trained: 0) }

  /// Does nothing.
  public mutating func update(
    _ model: inout any Model, _ context: UpdateContext, with trainer: inout Trainer<Float>,
    using random: inout RandomStream
  ) -> String { "frozen" }
}
