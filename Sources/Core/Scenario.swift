public import Numerics
public import Training

/// A checked comparison: a stream, a model, and the strategies and triggers that compete on it.
public struct Scenario: Sendable {
  /// Its name; also that of its output folder.
  public let name: String
  /// The text it was read from, `--set` changes applied as comments at the end.
  public let text: String
  /// One run of every pair for each.
  public let seeds: [Int]
  /// The stream.
  public let stream: StreamPlan
  /// The model.
  public let model: ModelPlan
  /// How every strategy trains.
  public let recipe: Recipe
  /// Rows that train the first model, the same for every strategy; not scored.
  public let warmUpRows: Int
  /// The competitors, in the order of the file.
  public let strategies: [StrategyPlan]
  /// When they update, in the order of the file.
  public let triggers: [TriggerPlan]
  /// How often and on how much the deployed model is examined.
  public let evaluation: EvaluationPlan

  /// A checked comparison.
  public init(
    name: String, text: String, seeds: [Int], stream: StreamPlan, model: ModelPlan, recipe: Recipe,
    warmUpRows: Int, strategies: [StrategyPlan], triggers: [TriggerPlan], evaluation: EvaluationPlan
  ) {
    self.name = name
    self.text = text
    self.seeds = seeds
    self.stream = stream
    self.model = model
    self.recipe = recipe
    self.warmUpRows = warmUpRows
    self.strategies = strategies
    self.triggers = triggers
    self.evaluation = evaluation
  }

  /// Every simulation of the scenario, in the order of the tables: strategy, trigger, seed.
  public var jobs: [Job] {
    strategies.flatMap { strategy in
      let paired: [TriggerPlan?] =
        strategy.ignoresTriggers ? [nil] : (strategy.triggers ?? triggers).map { $0 }
      return paired.flatMap { trigger in
        seeds.map { Job(strategy: strategy, trigger: trigger, seed: $0) }
      }
    }
  }
}

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

/// How to make the stream of a scenario for one seed.
public struct StreamPlan: Sendable {
  /// What people read: the generator's name.
  public let label: String
  /// Rows a step.
  public let batch: Int
  /// Steps until a label arrives.
  public let labelDelay: Int
  /// The stream for one root of randomness.
  public let make: @Sendable (RandomStream) throws -> any DataStream

  /// A recipe for a stream.
  public init(
    label: String, batch: Int, labelDelay: Int,
    make: @escaping @Sendable (RandomStream) throws -> any DataStream
  ) {
    self.label = label
    self.batch = batch
    self.labelDelay = labelDelay
    self.make = make
  }
}

/// The shape of the scenario's model; inputs and outputs follow from the stream.
public struct ModelPlan: Hashable, Sendable {
  /// How inputs are standardized.
  public enum Scaling: String, Hashable, Sendable, CaseIterable {
    /// Not at all.
    case none
    /// By the warm-up's means and deviations, then frozen.
    case standard
    /// By all inputs seen so far.
    case running
  }

  /// Widths of the hidden layers; none is a linear model.
  public let hidden: [Int]
  /// Between layers.
  public let activation: Activation
  /// How inputs are standardized.
  public let scaling: Scaling

  /// A shape.
  public init(hidden: [Int], activation: Activation, scaling: Scaling) {
    self.hidden = hidden
    self.activation = activation
    self.scaling = scaling
  }
}

/// A row of the tables: a strategy with its settings.
public struct StrategyPlan: Sendable {
  /// The row's label.
  public let label: String
  /// Whether it stands in one row, whatever the triggers.
  public let ignoresTriggers: Bool
  /// Triggers of its own, in place of the scenario's; `nil` for the scenario's.
  public let triggers: [TriggerPlan]?
  /// A fresh strategy.
  public let make: @Sendable () throws -> any UpdateStrategy

  /// A row of the tables.
  public init(
    label: String, ignoresTriggers: Bool, triggers: [TriggerPlan]? = nil,
    make: @escaping @Sendable () throws -> any UpdateStrategy
  ) {
    self.label = label
    self.ignoresTriggers = ignoresTriggers
    self.triggers = triggers
    self.make = make
  }
}

/// A trigger with its settings.
public struct TriggerPlan: Sendable {
  /// The row's label.
  public let label: String
  /// A fresh trigger.
  public let make: @Sendable () throws -> any Trigger

  /// A trigger with its settings.
  public init(label: String, make: @escaping @Sendable () throws -> any Trigger) {
    self.label = label
    self.make = make
  }
}

/// How the deployed model is examined.
public struct EvaluationPlan: Hashable, Sendable {
  /// Steps between examinations; segment ends are always examined.
  public let every: Int
  /// Held-out rows a concept.
  public let holdout: Int
  /// Steps over which windowed accuracy is taken.
  public let window: Int

  /// How the deployed model is examined.
  public init(every: Int, holdout: Int, window: Int) {
    self.every = every
    self.holdout = holdout
    self.window = window
  }
}
