public import Numerics
public import Training

/// When a strategy acts.
public enum Schedule: Hashable, Sendable, Codable {
  /// When its trigger fires.
  case triggered
  /// As labels arrive, in place, without a trigger.
  case onLabels
  /// Never; it is a control.
  case never
}

/// What a strategy is given at an update.
public struct UpdateContext: Sendable {
  /// The step of the update; −1 for the warm-up.
  public let step: Int
  /// Labelled rows that arrived since the last accepted update began.
  public let recent: Examples
  /// What is known at the end of the step; `nil` for the warm-up.
  public let observation: Observation?
  /// How the drift is described; `nil` where nothing describes it.
  public let diagnosis: Diagnosis?
  /// How the scenario trains.
  public let recipe: Recipe
  private let architecture: Architecture
  private let scaling: InputScaling<Float>?
  private let heads: [Range<Int>]
  private let seen: [Bool]
  private let initialization: RandomStream

  /// The circumstances of an update.
  ///
  /// - Parameters:
  ///   - seen: the classes that a fresh network has seen: none, or an empty list where all take part.
  ///   - initialization: the stream that fresh networks are drawn from, keyed by the step.
  public init(
    step: Int, recent: Examples, observation: Observation?, diagnosis: Diagnosis? = nil,
    recipe: Recipe, architecture: Architecture, scaling: InputScaling<Float>?,
    heads: [Range<Int>] = [],
    seen: [Bool] = [],
    initialization: RandomStream
  ) {
    self.step = step
    self.recent = recent
    self.observation = observation
    self.diagnosis = diagnosis
    self.recipe = recipe
    self.architecture = architecture
    self.heads = heads
    self.seen = seen
    self.scaling = scaling
    self.initialization = initialization
  }

  /// A freshly initialized network of the scenario's shape and the model's standardization: a new draw at
  /// every step, the same at one step for every strategy and trigger.
  ///
  /// - Parameter scale: how many times as wide its hidden layers are.
  public func freshNetwork(scale: Double = 1) -> Network<Float> {
    var random = initialization
    let shape = architecture.scaled(by: scale)
    var network = Network<Float>(shape, scaling: scaling, using: &random)
    (network.heads, network.seen) = (heads, seen)
    return network
  }
}

/// What an update did.
public struct UpdateReport: Hashable, Sendable {
  /// The step at which it began.
  public let step: Int
  /// What the strategy did: `incremental`, `full-retrain`, …; of a hybrid, which of its two.
  public let action: String
  /// What it used.
  public let usage: Usage

  /// What an update did.
  public init(step: Int, action: String, usage: Usage) {
    (self.step, self.action, self.usage) = (step, action, usage)
  }
}

/// Decides *how* to update. A value: the simulation copies it before an update, and puts the copy back if
/// the candidate is rejected.
public protocol UpdateStrategy: Sendable, Checkpointable {
  /// When it acts.
  var schedule: Schedule { get }
  /// Bytes it keeps between updates: rows, anchors, adapters.
  var stateBytes: Int { get }
  /// What it would cost a large model; `nil` where there is no closed form.
  var scaledCost: ScaledCost? { get }
  /// Whether every update fits a model from scratch that depends on nothing but the step and the rows that have
  /// arrived by then, warm-up included: on no update before it, nor on what was served. Then one training a step
  /// prices every schedule.
  var isFreshFit: Bool { get }
  /// Whether it needs to follow the training of a model that it takes over: the warm-up's in `start`, a full
  /// retrain's in `replaced`. Then it finds the path in `trainer.path`, begun at `context.freshNetwork()`,
  /// and takes it out.
  var followsTraining: Bool { get }
  /// Whether it holds a trigger of its own: then what it does depends on everything it saw, step by step.
  var holdsTrigger: Bool { get }
  /// Whether it wants drifts described: then its updates find `context.diagnosis`.
  var needsDiagnosis: Bool { get }
  /// Why it would rather not update now, asked when its trigger has fired: the action that stands in the
  /// record in place of an update, which then does not take place; `nil` to update.
  func declines(_ diagnosis: Diagnosis?, _ observation: Observation) -> String?
  /// What else it could do at an update, and why it will not, for the record; asked before the update.
  func alternatives(
    _ diagnosis: Diagnosis?, _ observation: Observation
  ) -> [DecisionRecord.Alternative]
  /// Refuses a model that it has no use for. Called before anything runs.
  func check(_ architecture: Architecture) throws(SettingError)
  /// Refuses rows that it has no use for. Called before anything runs.
  func check(_ schema: Schema) throws(SettingError)
  /// Refuses runs that a trigger it holds could not decide in. Called before anything runs.
  func check(_ conditions: RunConditions) throws(SettingError)
  /// Keeps at most so many bytes between updates, of rows the newest or a sample. Called once, before
  /// anything else, in comparisons at equal memory.
  mutating func limitMemory(to bytes: Int)
  /// Remembers labelled rows as they arrive, warm-up rows first. Never trains.
  mutating func observe(_ arrived: Examples, using random: inout RandomStream)
  /// Sees what is known at the end of a step, every step, before the trigger decides: for strategies that hold
  /// triggers of their own. Never trains.
  mutating func watch(_ observation: Observation) throws
  /// Called once, after the warm-up has trained the first model: consolidate what later updates need.
  mutating func start(
    _ model: inout any Model, _ context: UpdateContext, with trainer: inout Trainer<Float>,
    using random: inout RandomStream) throws
  /// Called instead of `update` when another strategy has replaced the model, having trained on
  /// `context.recent` too (a hybrid's full retrain): let go of what refers to the old parameters.
  mutating func replaced(
    _ model: inout any Model, _ context: UpdateContext, with trainer: inout Trainer<Float>,
    using random: inout RandomStream) throws
  /// Trains a candidate in place. Returns the name of what it did. An update without rows does nothing.
  mutating func update(
    _ model: inout any Model, _ context: UpdateContext, with trainer: inout Trainer<Float>,
    using random: inout RandomStream
  ) throws -> String
}

extension UpdateStrategy {
  /// Most strategies act when triggered.
  public var schedule: Schedule { .triggered }
  /// Most strategies keep nothing.
  public var stateBytes: Int { 0 }
  /// Nobody knows what those without a closed form would cost.
  public var scaledCost: ScaledCost? { nil }
  /// Most strategies build on what they have.
  public var isFreshFit: Bool { false }
  /// Most strategies need to know only where training led.
  public var followsTraining: Bool { false }
  /// Most strategies leave it to the job's.
  public var holdsTrigger: Bool { false }
  /// Most strategies update however the rows have changed.
  public var needsDiagnosis: Bool { false }
  /// Most strategies update when they are told to.
  public func declines(_ diagnosis: Diagnosis?, _ observation: Observation) -> String? { nil }
  /// Most strategies can do one thing only.
  public func alternatives(
    _ diagnosis: Diagnosis?, _ observation: Observation
  ) -> [DecisionRecord.Alternative] { [] }
  /// Most strategies take any model.
  public func check(_ architecture: Architecture) throws(SettingError) {}
  /// Most strategies take any rows.
  public func check(_ schema: Schema) throws(SettingError) {}
  /// Most strategies hold no trigger.
  public func check(_ conditions: RunConditions) throws(SettingError) {}
  /// Most strategies keep what they must.
  public mutating func limitMemory(to bytes: Int) {}
  /// Most strategies remember nothing.
  public mutating func observe(_ arrived: Examples, using random: inout RandomStream) {}
  /// Most strategies leave it to their trigger.
  public mutating func watch(_ observation: Observation) throws {}
  /// Most strategies need nothing after the warm-up.
  public mutating func start(
    _ model: inout any Model, _ context: UpdateContext, with trainer: inout Trainer<Float>,
    using random: inout RandomStream
  ) throws {}
  /// Most strategies take a replaced model as they took the first one.
  public mutating func replaced(
    _ model: inout any Model, _ context: UpdateContext, with trainer: inout Trainer<Float>,
    using random: inout RandomStream
  ) throws {
    try start(&model, context, with: &trainer, using: &random)
  }
}
