public import Core

extension Entry where Product == any Trigger {
  /// The same trigger with the settings of ``GuardedTrigger`` beside its own; the guards are there only
  /// where one of them is set.
  public var guarded: Entry {
    Entry(
      name, summary, formula: formula, source: source, cost: cost, differences: differences,
      verified: verified, settings: settings + GuardedTrigger.settings
    ) { values, components in
      let trigger = try make(values, components)
      let isGuarded = GuardedTrigger.settings.contains { values[$0.name] != nil }
      return isGuarded ? GuardedTrigger(trigger, values) : trigger
    }
  }
}
