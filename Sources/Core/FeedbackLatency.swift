/// How long it takes until what a row teaches serves, by part, in simulated seconds: means over the new rows that
/// an update was trained on, and the durations of the update itself.
public struct FeedbackLatency: Hashable, Sendable {
  /// From when a row was served to when its label arrived.
  public var label = 0.0
  /// From when its label arrived to the decision to update.
  public var detection = 0.0
  /// Waiting for a machine.
  public var queue = 0.0
  /// A person's approval.
  public var review = 0.0
  /// Training.
  public var training = 0.0
  /// The gate: its arithmetic.
  public var validation = 0.0
  /// From then until the version served alone; what is left of the last step belongs to it.
  public var rollout = 0.0

  /// Nothing yet.
  public init() {}

  /// What a decision and all that followed has taken so far.
  public var spent: Double { queue + review + training + validation }

  /// All of it.
  public var total: Double {
    label + detection + queue + review + training + validation + rollout
  }
}
