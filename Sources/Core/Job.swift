/// One independent simulation of a scenario.
public struct Job: Sendable {
  /// The strategy.
  public let strategy: StrategyPlan
  /// The trigger; `nil` for a strategy that ignores triggers.
  public let trigger: TriggerPlan?
  /// The seed.
  public let seed: Int

  /// A simulation.
  public init(strategy: StrategyPlan, trigger: TriggerPlan?, seed: Int) {
    self.strategy = strategy
    self.trigger = trigger
    self.seed = seed
  }
}
