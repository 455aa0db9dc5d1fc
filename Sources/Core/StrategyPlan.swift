/// A row of the tables: a strategy with its settings.
public struct StrategyPlan: Sendable {
  /// The row's label.
  public let label: String
  /// Whether it stands in one row, whatever the triggers.
  public let ignoresTriggers: Bool
  /// Triggers of its own, in place of the scenario's; `nil` for the scenario's.
  public let triggers: [TriggerPlan]?
  /// What it would cost a large model; `nil` where there is no closed form.
  public let scaledCost: ScaledCost?
  /// A fresh strategy.
  public let make: @Sendable () throws -> any UpdateStrategy

  /// A row of the tables.
  public init(
    label: String, ignoresTriggers: Bool, triggers: [TriggerPlan]? = nil,
    scaledCost: ScaledCost? = nil,
    make: @escaping @Sendable () throws -> any UpdateStrategy
  ) {
    self.label = label
    self.ignoresTriggers = ignoresTriggers
    self.triggers = triggers
    self.scaledCost = scaledCost
    self.make = make
  }
}

/// A trigger with its settings.
public struct TriggerPlan: Sendable {
  /// The row's label.
  public let label: String
  /// The registered trigger and its settings; `nil` for one that is not registered.
  public let component: Component?
  /// A fresh trigger.
  public let make: @Sendable () throws -> any Trigger

  /// A trigger with its settings.
  public init(
    label: String, component: Component? = nil, make: @escaping @Sendable () throws -> any Trigger
  ) {
    (self.label, self.component) = (label, component)
    self.make = make
  }
}
