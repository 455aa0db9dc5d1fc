/// Decides *when* to update; *how* is an ``UpdateStrategy``'s, so that any two can be paired.
public protocol Trigger: Sendable, Checkpointable {
  /// Whether it is to be told of the drifts to come, which no policy could know: a baseline only.
  var isClairvoyant: Bool { get }
  /// Refuses runs that it could not decide in. Called before anything runs.
  func check(_ conditions: RunConditions) throws(SettingError)
  /// Tells a clairvoyant trigger of the drifts, in order: of each the first step with rows of its transition,
  /// and the last. Called once, before the first decision, of no other trigger.
  mutating func reveal(_ drifts: [ClosedRange<Int>])
  /// Whether it looks at what the deployed model said of the rows of a step, ``Observation/outputs``.
  var looksAtOutputs: Bool { get }
  /// Whether it looks at what the deployed network makes of the rows of a step, ``Observation/embeddings``.
  var looksAtEmbeddings: Bool { get }
  /// Decides from what is known at the end of a step; called once every step, in order.
  mutating func decide(_ observation: Observation) throws -> Decision
  /// Told of every accepted update.
  mutating func updated(_ report: UpdateReport)
  /// Operations its arithmetic has taken so far, by a model; part of the state.
  var flops: Int { get }
}

extension Trigger {
  /// Most triggers know what a production system knows.
  public var isClairvoyant: Bool { false }
  /// Most triggers can decide in any run.
  public func check(_ conditions: RunConditions) throws(SettingError) {}
  /// Most triggers are told of no drift.
  public mutating func reveal(_ drifts: [ClosedRange<Int>]) {}
  /// Most triggers look at labels against predictions, if at all.
  public var looksAtOutputs: Bool { false }
  /// Most triggers do not look into the network.
  public var looksAtEmbeddings: Bool { false }
  /// Most triggers keep nothing that an update changes.
  public mutating func updated(_ report: UpdateReport) {}
  /// Most triggers cost next to nothing.
  public var flops: Int { 0 }

  /// Refuses runs that it could not decide in as a part of a strategy, where nobody tells it of drifts or looks into
  /// the network for it.
  public func checkHeld(_ conditions: RunConditions) throws(SettingError) {
    if isClairvoyant {
      throw SettingError(
        "name", "it knows the drifts to come; allowed: as a trigger of the scenario")
    }
    if looksAtEmbeddings {
      throw SettingError(
        "on",
        "a strategy is shown no embeddings; allowed: features, outputs, or as a trigger of the scenario"
      )
    }
    try check(conditions)
  }
}
