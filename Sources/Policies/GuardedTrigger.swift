internal import Core

/// Any trigger, held back by guards: right after an update, after so many updates, while there is
/// little to train on, or beyond a budget (see ``UpdateBudget``).
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

  static let settings =
    [cooldown.declaration, maxUpdates.declaration, minNewRows.declaration] + UpdateBudget.settings

  private var trigger: any Trigger
  private let cooldown: Int, maxUpdates: Int, minNewRows: Int
  private let budget: UpdateBudget
  /// The step at which the last accepted update began.
  private var lastUpdate: Int?

  init(_ trigger: any Trigger, _ values: SettingValues) {
    self.trigger = trigger
    cooldown = values[Self.cooldown] ?? 0
    maxUpdates = values[Self.maxUpdates] ?? .max
    minNewRows = values[Self.minNewRows] ?? 0
    budget = UpdateBudget(values)
  }

  var isClairvoyant: Bool { trigger.isClairvoyant }

  func check(_ conditions: RunConditions) throws(SettingError) {
    try trigger.check(conditions)
    try budget.check(conditions)
  }

  mutating func reveal(_ drifts: [ClosedRange<Int>]) { trigger.reveal(drifts) }

  mutating func decide(_ observation: Observation) throws -> Decision {
    let decision = try trigger.decide(observation)
    guard decision.fires else { return decision }
    return decision.held(by: guards(observation))
  }

  var looksAtOutputs: Bool { trigger.looksAtOutputs }
  var looksAtEmbeddings: Bool { trigger.looksAtEmbeddings }

  mutating func updated(_ report: UpdateReport) {
    lastUpdate = report.step
    trigger.updated(report)
  }

  var flops: Int { trigger.flops }

  /// Every guard that is set, as it stands.
  private func guards(_ observation: Observation) -> [Decision.GuardState] {
    var guards: [Decision.GuardState] = []
    if cooldown > 0, let lastUpdate {
      let passed = observation.step - lastUpdate
      guards.append(state(Self.cooldown, passed, .atMost, cooldown))
    }
    if maxUpdates < .max {
      let made = observation.updates
      guards.append(state(Self.maxUpdates, made, .atLeast, maxUpdates))
    }
    if minNewRows > 0 {
      let rows = observation.newRows
      guards.append(state(Self.minNewRows, rows, .below, minNewRows))
    }
    return guards + budget.guards(observation)
  }

  private func state(
    _ setting: Setting<Int?>, _ value: Int, _ relation: Decision.Relation, _ limit: Int
  ) -> Decision.GuardState {
    Decision.GuardState(
      setting.declaration.name, value: Double(value), limit: Double(limit), relation: relation,
      holds: relation.holds(Double(value), Double(limit)))
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
