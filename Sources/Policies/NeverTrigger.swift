public import Core

/// `never`: the first model serves to the end. A control: what no updating costs.
public struct NeverTrigger: Trigger, Codable {
  /// Holds.
  public func decide(_ observation: Observation) -> Decision {
    Decision(fires: false, signal: "never")
  }

  /// Its registry line.
  public static let entry = Entry<any Trigger>(
    "never", "never updates", formula: "hold", source: "a control"
  ) { _, _ in NeverTrigger() }
}
