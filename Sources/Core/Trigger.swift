/// Decides *when* to update; *how* is an ``UpdateStrategy``'s, so that any two can be paired.
public protocol Trigger: Sendable, Checkpointable {
  /// Whether it looks at what the deployed model said of the rows of a step, ``Observation/outputs``.
  var looksAtOutputs: Bool { get }
  /// Decides from what is known at the end of a step; called once every step, in order.
  mutating func decide(_ observation: Observation) throws -> Decision
  /// Told of every accepted update.
  mutating func updated(_ report: UpdateReport)
}

extension Trigger {
  /// Most triggers look at labels against predictions, if at all.
  public var looksAtOutputs: Bool { false }
  /// Most triggers keep nothing that an update changes.
  public mutating func updated(_ report: UpdateReport) {}
}
