public import Core

/// `every`: a schedule. Fires after steps k−1, 2k−1, … counted from 0, whether or not the update before
/// was accepted.
///
/// Signal `steps`, value the steps since it fired last (or since the start), this one included,
/// threshold k.
public struct EveryTrigger: Trigger, Codable {
  static let steps = Setting.integer("steps", in: .atLeast(1), "steps from one update to the next")

  private let steps: Int

  /// Fires when the k-th step since the last firing is over.
  public func decide(_ observation: Observation) -> Decision {
    let since = observation.step % steps + 1
    return Decision(
      fires: since == steps, signal: "steps", value: Double(since), threshold: Double(steps),
      setting: Self.steps.declaration.name)
  }

  /// Its registry line.
  public static let entry = Entry<any Trigger>(
    "every", "updates on a schedule", formula: "fire after steps k−1, 2k−1, … with k = steps",
    source: "a schedule", settings: [steps.declaration]
  ) { values, _ in EveryTrigger(steps: values[steps]) }
}
