internal import Core

/// Any trigger, held back by guards: right after an update, after so many updates, or while there is
/// little to train on.
///
/// The trigger decides in every step as it would without guards; only when it fires are they asked, in
/// the order of their declaration, and the first that objects turns the decision into a hold and is
/// named in it. What fires while held is not made up for later.
struct GuardedTrigger: Trigger {
  static let cooldown = Setting.optionalInteger(
    "cooldown", in: .atLeast(0), "guard: steps after an update in which it holds")
  static let maxUpdates = Setting.optionalInteger(
    "max-updates", in: .atLeast(0), "guard: updates after which it holds for good")
  static let minNewRows = Setting.optionalInteger(
    "min-new-rows", in: .atLeast(0), "guard: new labelled rows below which it holds")

  static let settings = [
    cooldown.declaration, maxUpdates.declaration, minNewRows.declaration,
  ]

  private var trigger: any Trigger
  private let cooldown: Int, maxUpdates: Int, minNewRows: Int
  /// The step at which the last accepted update began.
  private var lastUpdate: Int?

  init(_ trigger: any Trigger, _ values: SettingValues) {
    self.trigger = trigger
    cooldown = values[Self.cooldown] ?? 0
    maxUpdates = values[Self.maxUpdates] ?? .max
    minNewRows = values[Self.minNewRows] ?? 0
  }

  mutating func decide(_ observation: Observation) throws -> Decision {
    let decision = try trigger.decide(observation)
    guard decision.fires, let heldBy = objection(observation) else { return decision }
    return Decision(
      fires: false, signal: decision.signal, value: decision.value, threshold: decision.threshold,
      heldBy: heldBy.declaration.name)
  }

  mutating func updated(_ report: UpdateReport) {
    lastUpdate = report.step
    trigger.updated(report)
  }

  var flops: Int { trigger.flops }

  /// The guard that holds, if one does.
  private func objection(_ observation: Observation) -> Setting<Int?>? {
    if let lastUpdate, observation.step - lastUpdate <= cooldown { return Self.cooldown }
    if observation.updates >= maxUpdates { return Self.maxUpdates }
    return observation.newRows < minNewRows ? Self.minNewRows : nil
  }

  func encode(to encoder: any Encoder) throws {
    try NestedState.write(lastUpdate, and: [trigger], to: encoder)
  }

  mutating func restore(from decoder: any Decoder) throws {
    let (own, held) = try NestedState.read(Int?.self, from: decoder)
    lastUpdate = own
    try trigger.restore(from: held[0])
  }
}
