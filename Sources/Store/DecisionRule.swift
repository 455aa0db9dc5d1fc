internal import Core
internal import Foundation

/// The words of decision records.
enum DecisionRule {
  /// What must hold for a trigger to fire: `accuracy < 0.7`, `accuracy < 0.7 or steps ≥ 20`.
  static func words(_ decision: Decision) -> String {
    guard !decision.members.isEmpty else { return leaf(decision) }
    let parts = decision.members.map { $0.members.isEmpty ? words($0) : "(\(words($0)))" }
    let needed = Int(decision.threshold ?? 0)
    if decision.turn != nil { return parts.joined(separator: ", then ") }
    if needed == 1 { return parts.joined(separator: " or ") }
    if needed == parts.count { return parts.joined(separator: " and ") }
    return "at least \(needed) of: \(parts.joined(separator: "; "))"
  }

  private static func leaf(_ decision: Decision) -> String {
    guard let threshold = decision.threshold else { return decision.signal }
    return "\(signal(decision)) \(decision.relation.rawValue) \(number(threshold))"
  }

  /// What the value is: of a test, its p.
  private static func signal(_ decision: Decision) -> String {
    decision.p != nil && decision.p == decision.value ? "p of \(decision.signal)" : decision.signal
  }

  /// Four significant digits.
  private static func number(_ value: Double) -> String {
    value == value.rounded() && abs(value) < 1e9
      ? String(Int(value)) : String(format: "%.4g", value)
  }

  /// What was not done, and why.
  static func alternatives(_ record: DecisionRecord) -> [DecisionRecord.Alternative] {
    let other = [.waiting, .updated, .diverged].contains(record.result) ? "hold" : "update"
    return [.init(other, rejected: rejection(record))] + record.alternatives
  }

  private static func rejection(_ record: DecisionRecord) -> String {
    let decision = record.decision
    switch record.result {
    case .waiting, .updated, .diverged: return reached(decision)
    case .held: return missed(decision)
    case .guarded:
      let guards = decision.guards.filter(\.holds).map { state in
        let limit =
          state.limit.isFinite ? " \(state.relation.rawValue) \(number(state.limit))" : ""
        return "\(state.name): \(number(state.value))\(limit)"
      }
      return "held by \(guards.joined(separator: ", "))"
    case .declined:
      if let reason = record.reason { return reason }
      if record.action != "hold" { return "the strategy declined: \(record.action)" }
      return record.newRows == 0
        ? "there was nothing to train on"
        : "the strategy declined, or there were no means for a training step"
    }
  }

  /// Why it fired.
  private static func reached(_ decision: Decision) -> String {
    guard decision.members.isEmpty else {
      return decision.members.filter(\.fires).map(reached).joined(separator: ", ")
    }
    guard let value = decision.value, let threshold = decision.threshold else {
      return decision.signal == "always" ? "it updates always" : "\(decision.signal) fired"
    }
    guard value.isFinite else { return "\(decision.signal) is not finite" }
    return "\(signal(decision)) \(number(value)) \(decision.relation.rawValue) \(number(threshold))"
  }

  /// Why it did not.
  private static func missed(_ decision: Decision) -> String {
    guard decision.members.isEmpty else {
      if decision.turn != nil {
        return "\(number(decision.value ?? 0)) of \(decision.members.count) had fired in order"
      }
      return "\(number(decision.value ?? 0)) fired, \(number(decision.threshold ?? 0)) must"
    }
    guard let value = decision.value else {
      return decision.signal == "never" ? "it never updates" : "\(decision.signal) has no value yet"
    }
    guard let threshold = decision.threshold else { return "\(decision.signal) did not fire" }
    return
      "\(signal(decision)) \(number(value)) is not \(decision.relation.rawValue) \(number(threshold))"
  }
}
