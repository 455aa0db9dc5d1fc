import Core

/// The key `in-flight`: what happens between the decision to update and the update.
enum InFlightKeys {
  static let policy = Setting.choice(
    "when-fired", of: InFlightPlan.Policy.allCases.map(\.rawValue),
    default: InFlightPlan.Policy.hold.rawValue,
    "when a trigger fires while an update is under way: hold lets that finish, restart gives it up and "
      + "begins again with the rows of now")
  static let queue = Setting.number(
    "queue", in: .closed(0, 1e12), default: 0,
    "simulated seconds that an update waits for a machine before it begins")

  static let all = [policy.declaration, queue.declaration]
  static let inFlight = SettingDeclaration(
    "in-flight", .group(all),
    "updates under way: what becomes of them, and how long they wait")

  static func plan(_ values: SettingValues) -> InFlightPlan {
    InFlightPlan(
      policy: InFlightPlan.Policy(rawValue: values[policy]) ?? .hold,
      queueSeconds: values[queue])
  }
}
