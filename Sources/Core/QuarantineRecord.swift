/// What became of the labelled rows that arrived in one step: noted when they were quarantined or released, or
/// when some of them were broken upstream.
public struct QuarantineRecord: Hashable, Sendable {
  /// What can become of rows.
  public enum Action: String, Hashable, Sendable {
    /// They may be trained on.
    case accepted
    /// They may not.
    case quarantined
    /// They were quarantined in an earlier step, and may be trained on from now on.
    case released
  }

  /// At the end of this step.
  public let step: Int
  /// The step in which the rows arrived; before `step` for released ones.
  public let arrival: Int
  /// What became of them.
  public let action: Action
  /// Rows.
  public let rows: Int
  /// Those of them that something upstream broke: ground truth, for scoring only.
  public let corrupted: Int
  /// The checks that failed.
  public let failures: [RowCheck]

  /// What became of some rows.
  public init(
    step: Int, arrival: Int, action: Action, rows: Int, corrupted: Int, failures: [RowCheck] = []
  ) {
    self.step = step
    self.arrival = arrival
    self.action = action
    self.rows = rows
    self.corrupted = corrupted
    self.failures = failures
  }
}
