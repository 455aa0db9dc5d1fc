internal import Core

/// Several triggers at once: fires when at least so many of them fire in the same step.
///
/// Every one decides in every step, whatever the others said, and hears of every update. Signal the
/// signals of those that fire, joined by +, or the name of the combination; value how many fire,
/// threshold how many must. Held by a guard if it would have fired but for guards of its members; the
/// first of these is told.
struct CombinedTrigger: Trigger {
  static let of = Setting.components("of", .trigger, count: 1...100, "the triggers")

  let name: String
  var members: [any Trigger]
  let needed: Int

  mutating func decide(_ observation: Observation) throws -> Decision {
    var decisions: [Decision] = []
    for i in members.indices { decisions.append(try members[i].decide(observation)) }
    let firing = decisions.filter(\.fires).map(\.signal)
    let guards = decisions.compactMap(\.heldBy)
    let fires = firing.count >= needed
    let isHeld = !fires && firing.count + guards.count >= needed
    return Decision(
      fires: fires, signal: firing.isEmpty ? name : firing.joined(separator: "+"),
      value: Double(firing.count), threshold: Double(needed), heldBy: isHeld ? guards.first : nil)
  }

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
