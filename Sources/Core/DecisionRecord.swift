/// A decision of the trigger, what was known, and what became of it.
public struct DecisionRecord: Hashable, Sendable {
  /// At the end of this step.
  public let step: Int
  /// What the trigger decided, and why.
  public let decision: Decision
  /// `hold`, `wait`, what the strategy did, or `diverged`.
  public let action: String
  /// Why an update that was asked for did not begin, where the action does not say; `nil` for no reason of the
  /// simulation's own.
  public let reason: String?
  /// Labelled rows there were to train on.
  public let window: NewRows
  /// What was known of the run.
  public let known: Known
  /// What the strategy could have done instead of what it did.
  public let alternatives: [Alternative]
  /// The fingerprint of what the trigger saw; `nil` where it was not taken.
  public let inputs: UInt64?

  /// A decision and what rows there were.
  public init(
    step: Int, decision: Decision, action: String, reason: String? = nil, window: NewRows,
    known: Known = Known(), alternatives: [Alternative] = [], inputs: UInt64? = nil
  ) {
    (self.step, self.decision, self.action, self.reason) = (step, decision, action, reason)
    (self.window, self.known, self.alternatives, self.inputs) = (
      window, known, alternatives, inputs
    )
  }

  /// A decision and how many rows there were, if nothing else is of interest.
  public init(step: Int, decision: Decision, action: String, newRows: Int) {
    self.init(step: step, decision: decision, action: action, window: NewRows(newRows))
  }

  /// Labelled rows there were to train on.
  public var newRows: Int { window.count }

  /// What became of it.
  public var result: Result {
    if action == "diverged" { return .diverged }
    if action == "wait" { return .waiting }
    guard action.hasPrefix("hold") else { return .updated }
    return decision.fires ? .declined : decision.heldBy == nil ? .held : .guarded
  }

  /// What can become of a decision.
  public enum Result: String, Hashable, Sendable, Codable, CaseIterable {
    /// The trigger did not fire.
    case held
    /// It would have, but for a guard.
    case guarded
    /// It fired, and there was no update: the strategy declined, or there was nothing to train on.
    case declined
    /// It fired, and the update waits for a machine or a person.
    case waiting
    /// There was an update.
    case updated
    /// There was one, and its training diverged.
    case diverged
  }
}

extension DecisionRecord {
  /// Something that could have been done instead.
  public struct Alternative: Hashable, Sendable {
    /// What.
    public let action: String
    /// Why not.
    public let rejected: String

    /// Something that could have been done, and why it was not.
    public init(_ action: String, rejected: String) {
      (self.action, self.rejected) = (action, rejected)
    }
  }
}

/// Which decisions of a run are recorded.
public enum DecisionPlan: String, Hashable, Sendable, CaseIterable {
  /// Those of an update, or that would have been but for a guard, the strategy or a lack of rows.
  case updates
  /// Those of every step.
  case all

  /// Whether a decision is recorded.
  public func keeps(_ decision: Decision, action: String) -> Bool {
    self == .all || decision.fires || decision.heldBy != nil || decision.preparation != nil
      || action != "hold"
  }
}
