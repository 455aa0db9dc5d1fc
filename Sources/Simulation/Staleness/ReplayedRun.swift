public import Core

/// What a run of a trigger over a layer of a staleness matrix came to.
public struct ReplayedRun: Hashable, Sendable {
  /// The steps of the decisions whose updates began, in order; also those that the end of the stream found
  /// unfinished. The schedule, to the planner.
  public internal(set) var asked: [Int] = []
  /// The steps at which updates began that came to serve, in order.
  public internal(set) var updates: [Int] = []
  /// In each step, the step at whose end the model that served had been trained; −1 is the first one.
  public internal(set) var serving: [Int] = []
  /// What was decided in each step, with what held it; empty unless it was to be recorded.
  public internal(set) var decisions: [Decision] = []
  /// How it ended; when training diverges, a run ends with that step.
  public internal(set) var outcome = RunOutcome.completed
}
