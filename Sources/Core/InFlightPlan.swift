/// What happens between the decision to update and the update.
public struct InFlightPlan: Hashable, Sendable {
  /// What becomes of an update under way when its trigger fires again.
  public enum Policy: String, Hashable, Sendable, CaseIterable {
    /// It goes on, and the new one is held.
    case hold
    /// It is given up, and the new one begins.
    case restart
  }

  /// What becomes of an update under way when its trigger fires again.
  public var policy: Policy
  /// How long an update waits for a machine, in simulated seconds.
  public var queueSeconds: Double

  /// A plan.
  public init(policy: Policy = .hold, queueSeconds: Double = 0) {
    (self.policy, self.queueSeconds) = (policy, queueSeconds)
  }
}
