/// What a trigger decided, and why.
public struct Decision: Hashable, Sendable {
  /// Whether to update now.
  public let fires: Bool
  /// What was looked at: `steps`, `accuracy`, `adwin`.
  public let signal: String
  /// Its value; `nil` if there is none yet.
  public let value: Double?
  /// What the value was held against; `nil` if there is none.
  public let threshold: Double?
  /// The guard that kept it from firing: `cooldown`, `max-updates`, `min-new-rows`; `nil` if none did.
  public let heldBy: String?

  /// A decision and what it rests on.
  public init(
    fires: Bool, signal: String, value: Double? = nil, threshold: Double? = nil,
    heldBy: String? = nil
  ) {
    precondition(!fires || heldBy == nil, "a decision that fires and is held")
    self.fires = fires
    self.signal = signal
    self.value = value
    self.threshold = threshold
    self.heldBy = heldBy
  }
}

/// Decides *when* to update; *how* is an ``UpdateStrategy``'s, so that any two can be paired.
public protocol Trigger: Sendable, Checkpointable {
  /// Decides from what is known at the end of a step; called once every step, in order.
  mutating func decide(_ observation: Observation) throws -> Decision
  /// Told of every accepted update.
  mutating func updated(_ report: UpdateReport)
  /// Operations its arithmetic has taken so far, by a model; part of the state.
  var flops: Int { get }
}

extension Trigger {
  /// Most triggers keep nothing that an update changes.
  public mutating func updated(_ report: UpdateReport) {}
  /// Most triggers cost next to nothing.
  public var flops: Int { 0 }
}
