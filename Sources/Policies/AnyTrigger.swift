public import Core

/// `any`: fires when at least one of several triggers fires. See ``CombinedTrigger``.
public enum AnyTrigger {
  /// Its registry line.
  public static let entry = Entry<any Trigger>(
    "any", "updates when at least one of several triggers fires",
    formula: "fire if a trigger of the list fires; all of them decide in every step",
    source: "a combination", settings: [CombinedTrigger.of.declaration]
  ) { values, components in
    let members = try values[CombinedTrigger.of].map(components.trigger)
    return CombinedTrigger(name: "any", members: members, needed: 1)
  }
}
