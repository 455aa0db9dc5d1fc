public import Numerics

/// What a trigger may know of its run beside what the rows tell.
public struct RunFacts: Sendable {
  /// Steps from the first to the last: the period of a budget, the length of a control. 0 is unknown.
  public let steps: Int
  /// Where a trigger's draws come from, keyed by what for and by the step: the same for every strategy.
  public let random: RandomStream

  /// Facts about a run.
  public init(steps: Int, random: RandomStream) {
    self.steps = steps
    self.random = random
  }

  /// Nothing known.
  public static let none = RunFacts(steps: 0, random: RandomStream(seed: 0))
}
