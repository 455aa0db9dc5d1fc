public import Numerics

/// What a trigger may know of its run beside what the rows tell.
public struct RunFacts: Sendable {
  /// Steps from the first to the last: the period of a budget, the length of a control. 0 is unknown.
  public let steps: Int
  /// Where a trigger's draws come from, keyed by what for and by the step: the same for every strategy.
  public let random: RandomStream
  /// How long a step takes, in simulated seconds.
  public let stepSeconds: Double
  /// What quantities cost; `nil` without prices.
  public let costModel: (any CostModel)?
  /// The names of the classes; none in regression.
  public let classes: [String]

  /// Facts about a run.
  public init(
    steps: Int, random: RandomStream, stepSeconds: Double = 60,
    costModel: (any CostModel)? = nil, classes: [String] = []
  ) {
    (self.steps, self.random, self.stepSeconds) = (steps, random, stepSeconds)
    (self.costModel, self.classes) = (costModel, classes)
  }

  /// Nothing known.
  public static let none = RunFacts(steps: 0, random: RandomStream(seed: 0))
}
