public import Numerics
public import Training

/// When a strategy acts.
public enum Schedule: Hashable, Sendable {
  /// When its trigger fires.
  case triggered
  /// As labels arrive, in place, without a trigger.
  case onLabels
  /// Never; it is a control.
  case never
}

/// What a strategy is given at an update.
public struct UpdateContext {
  /// The step of the update; −1 for the warm-up.
  public let step: Int
  /// Labelled rows that arrived since the last accepted update began.
  public let recent: Examples
  /// How the scenario trains.
  public let recipe: Recipe
  /// A freshly initialized network of the scenario's shape; a new draw at every step, the same draw for
  /// every strategy and trigger at that step.
  public let fresh: Network<Float>

  /// The circumstances of an update.
  public init(step: Int, recent: Examples, recipe: Recipe, fresh: Network<Float>) {
    self.step = step
    self.recent = recent
    self.recipe = recipe
    self.fresh = fresh
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
    self.step = step
    self.action = action
    self.usage = usage
  }
}

/// Decides *how* to update. A value: the simulation copies it before an update, and puts the copy back if
/// the candidate is rejected.
public protocol UpdateStrategy: Sendable {
  /// When it acts.
  var schedule: Schedule { get }
  /// Bytes it keeps between updates: rows, anchors, adapters.
  var stateBytes: Int { get }
  /// Remembers labelled rows as they arrive, warm-up rows first. Never trains.
  mutating func observe(_ arrived: Examples, using random: inout RandomStream)
  /// Called once, after the warm-up has trained the first model: consolidate what later updates need.
  mutating func start(
    _ model: inout any Model, _ context: UpdateContext, with trainer: inout Trainer<Float>,
    using random: inout RandomStream) throws
  /// Trains a candidate in place. Returns the name of what it did. An update without rows does nothing.
  mutating func update(
    _ model: inout any Model, _ context: UpdateContext, with trainer: inout Trainer<Float>,
    using random: inout RandomStream) throws -> String
}

extension UpdateStrategy {
  /// Most strategies act when triggered.
  public var schedule: Schedule { .triggered }
  /// Most strategies keep nothing.
  public var stateBytes: Int { 0 }
  /// Most strategies remember nothing.
  public mutating func observe(_ arrived: Examples, using random: inout RandomStream) {}
  /// Most strategies need nothing after the warm-up.
  public mutating func start(
    _ model: inout any Model, _ context: UpdateContext, with trainer: inout Trainer<Float>,
    using random: inout RandomStream
  ) throws {}
}
