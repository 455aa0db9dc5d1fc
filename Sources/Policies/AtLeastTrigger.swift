public import Core

/// `at-least`: fires when at least n of several triggers fire in the same step. See ``CombinedTrigger``.
public enum AtLeastTrigger {
  static let count = Setting.integer(
    "count", in: .closed(1, 100), "how many of them must fire in the same step")

  /// Its registry line.
  public static let entry = Entry<any Trigger>(
    "at-least", "updates when at least so many of several triggers fire in the same step",
    formula: "fire if count triggers of the list fire; all of them decide in every step",
    source: "a combination",
    verified: [.limit("one is any, as many as there are is all")],
    settings: [count.declaration, CombinedTrigger.of.declaration]
  ) { values, components in
    let members = try values[CombinedTrigger.of].map(components.trigger)
    guard values[count] <= members.count else {
      throw SettingError(
        count.declaration.name,
        "\(values[count]) of \(members.count) triggers; allowed: at most \(members.count)")
    }
    return CombinedTrigger(
      name: "at-least", members: members, needed: values[count], setting: count.declaration.name)
  }
}
