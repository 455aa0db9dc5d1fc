/// A decision of the trigger and what became of it.
public struct DecisionRecord: Hashable, Sendable {
  /// At the end of this step.
  public let step: Int
  /// What the trigger decided, and why.
  public let decision: Decision
  /// `hold`, what the strategy did, or `diverged`, which ends the run.
  public let action: String
  /// Labelled rows there were to train on.
  public let newRows: Int

  /// A decision.
  public init(step: Int, decision: Decision, action: String, newRows: Int) {
    self.step = step
    self.decision = decision
    self.action = action
    self.newRows = newRows
  }
}
