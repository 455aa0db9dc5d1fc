internal import Core

/// Several triggers at once: fires when at least so many of them fire in the same step.
///
/// Every one decides in every step, whatever the others said, and hears of every update. Signal the
/// signals of those that fire, joined by +, or the name of the combination; value how many fire,
/// threshold how many must. Held by a guard if it would have fired but for guards of its members; the
/// first of these is told. A person has to look at an update if it takes members that want that; a candidate is
/// made ready, or given up, as the first member that says so wants.
struct CombinedTrigger: Trigger {
  static let of = Setting.components("of", .trigger, count: 1...100, "the triggers")

  let name: String
  var members: [any Trigger]
  let needed: Int
  /// The setting that says how many are needed, if one does.
  var setting: String?

  mutating func decide(_ observation: Observation) throws -> Decision {
    var decisions: [Decision] = []
    for i in members.indices { decisions.append(try members[i].decide(observation)) }
    let firing = decisions.filter(\.fires)
    let held = decisions.compactMap { $0.guards.first { $0.holds } }
    // It would have fired but for the guards of its members.
    let isHeld = firing.count < needed && firing.count + held.count >= needed
    return Decision(
      fires: firing.count >= needed || isHeld,
      signal: firing.isEmpty ? name : firing.map(\.signal).joined(separator: "+"),
      value: Double(firing.count), threshold: Double(needed), setting: setting, members: decisions,
      guards: isHeld ? [held[0]] : []
    ).asking(review: review(firing), preparation: decisions.compactMap(\.preparation).first)
  }

  /// What a person has to do, unless enough members fire without asking for that.
  private func review(_ firing: [Decision]) -> Decision.Review? {
    let reviews = firing.compactMap(\.review)
    return firing.count - reviews.count < needed ? reviews.first : nil
  }

  var isClairvoyant: Bool { members.contains(where: \.isClairvoyant) }

  func check(_ conditions: RunConditions) throws(SettingError) {
    try Self.check(members, conditions)
  }

  /// What every member takes; what one does not is told at the list.
  static func check(
    _ members: [any Trigger], _ conditions: RunConditions
  ) throws(SettingError) {
    for (i, member) in members.enumerated() {
      do { try member.check(conditions) } catch {
        throw SettingError(of.declaration.name, "[\(i)].\(error.name): \(error.problem)")
      }
    }
  }

  mutating func reveal(_ drifts: [ClosedRange<Int>]) {
    for i in members.indices { members[i].reveal(drifts) }
  }

  var looksAtOutputs: Bool { members.contains(where: \.looksAtOutputs) }
  var looksAtEmbeddings: Bool { members.contains(where: \.looksAtEmbeddings) }

  mutating func updated(_ report: UpdateReport) {
    for i in members.indices { members[i].updated(report) }
  }

  var flops: Int { members.reduce(0) { $0 + $1.flops } }

  func encode(to encoder: any Encoder) throws {
    try NestedState.write(needed, and: members, to: encoder)
  }

  mutating func restore(from decoder: any Decoder) throws {
    let held = try NestedState.read(Int.self, from: decoder).held
    for i in members.indices { try members[i].restore(from: held[i]) }
  }
}
