public import Core

/// `detector`: fires when a drift detector that watches the deployed model's errors alarms.
///
/// Every outcome that arrived in the step is fed in row order as 0 (right) or 1 (wrong); it fires if at
/// least one of them gave drift. Meant for classes: regression values are never exactly right. The
/// detector goes on through updates: what an alarm leaves it with is its own affair. Signal the
/// detector's name, value the number of alarms in the step, threshold 1.
public struct DetectorTrigger: Trigger {
  static let detector = Setting.component(
    "detector", .detector, default: "adwin", "watches the errors of the deployed model")

  private let name: String
  private var detector: any DriftDetector

  init(_ name: String, _ detector: any DriftDetector) {
    self.name = name
    self.detector = detector
  }

  /// Feeds what arrived; throws what the detector throws.
  public mutating func decide(_ observation: Observation) throws -> Decision {
    let alarms = try detector.alarms(in: observation.outcomes)
    return Decision(
      fires: alarms >= 1, signal: name, value: Double(alarms), threshold: 1,
      samples: [observation.outcomes.count])
  }

  /// Its registry line.
  public static let entry = Entry<any Trigger>(
    "detector", "updates when a drift detector alarms on the model's errors",
    formula: "fire if the detector says drift for any of the errors that arrived in the step",
    source: "Gama et al., A Survey on Concept Drift Adaptation, 2014",
    settings: [detector.declaration]
  ) { values, components in
    let component = values[detector]
    return DetectorTrigger(component.name, try components.detector(component))
  }

  /// The detector's state.
  public func encode(to encoder: any Encoder) throws { try detector.encode(to: encoder) }

  /// Restores the detector.
  public mutating func restore(from decoder: any Decoder) throws {
    try detector.restore(from: decoder)
  }
}

extension DriftDetector {
  /// Feeds errors and counts the alarms. An extension, so that the detector's box is opened once a step
  /// and not once a row.
  fileprivate mutating func alarms(in outcomes: [Outcome]) throws -> Int {
    var alarms = 0
    for outcome in outcomes where try update(outcome.isCorrect ? 0 : 1) == .drift { alarms += 1 }
    return alarms
  }
}
