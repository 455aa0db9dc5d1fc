public import Core

/// `always`: an update at the end of every step in which there is something to train on. A control: the
/// most that updating can cost.
public struct AlwaysTrigger: Trigger, Codable {
  /// Fires.
  public func decide(_ observation: Observation) -> Decision {
    Decision(fires: true, signal: "always")
  }

  /// Its registry line.
  public static let entry = Entry<any Trigger>(
    "always", "updates after every step", formula: "fire", source: "a control"
  ) { _, _ in AlwaysTrigger() }
}
