public import Core

/// `all`: fires when each of several triggers fires in the same step. See ``CombinedTrigger``.
public enum AllTrigger {
  /// Its registry line.
  public static let entry = Entry<any Trigger>(
    "all", "updates when several triggers fire in the same step",
    formula: "fire if every trigger of the list fires; an alarm of an earlier step does not count",
    source: "a combination", settings: [CombinedTrigger.of.declaration]
  ) { values, components in
    let members = try values[CombinedTrigger.of].map(components.trigger)
    return CombinedTrigger(name: "all", members: members, needed: members.count)
  }
}
