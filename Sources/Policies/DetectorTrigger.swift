public import Core

/// `detector`: fires when a drift detector that watches the deployed model's errors alarms.
///
/// Every outcome that arrived in the step is fed in row order as 0 (right) or 1 (wrong); it fires if at
/// least one of them gave drift. Meant for classes: regression values are never exactly right. The
/// detector goes on through updates: what an alarm leaves it with is its own affair. Signal the
/// detector's name, value the number of alarms in the step, threshold 1.
///
/// With `on: warning` it fires at drift all the same, and besides lets a candidate be made ready when a step ends
/// in a warning, and given up when a later one ends without: the drift that was feared did not come. A step
/// without labels ends as the one before did. A detector that never warns makes nothing ready.
public struct DetectorTrigger: Trigger {
  /// What of the detector is acted on.
  enum Response: String, CaseIterable {
    case drift, warning
  }

  static let detector = Setting.component(
    "detector", .detector, default: "adwin", "watches the errors of the deployed model")

  static let on = Setting.choice(
    "on", of: Response.allCases.map(\.rawValue), default: Response.drift.rawValue,
    "with warning, also makes a candidate ready while the detector warns")

  private let name: String
  private var detector: any DriftDetector
  private let heedsWarnings: Bool
  /// Whether a candidate is being made ready, as far as it knows.
  private var isPrepared = false

  init(_ name: String, _ detector: any DriftDetector, heedsWarnings: Bool = false) {
    self.name = name
    self.detector = detector
    self.heedsWarnings = heedsWarnings
  }

  /// Feeds what arrived; throws what the detector throws.
  public mutating func decide(_ observation: Observation) throws -> Decision {
    let (alarms, last) = try detector.alarms(in: observation.outcomes)
    let preparation = heedsWarnings && alarms == 0 ? prepare(last) : nil
    return Decision(
      fires: alarms >= 1, signal: name, value: Double(alarms), threshold: 1,
      preparation: preparation)
  }

  /// What becomes of a candidate after a step without an alarm that ended in a signal, if it had any.
  private mutating func prepare(_ last: DriftSignal?) -> Decision.Preparation? {
    guard let last, (last == .warning) != isPrepared else { return nil }
    isPrepared.toggle()
    return isPrepared ? .begin : .giveUp
  }

  /// There is a new model: a candidate would be made ready afresh.
  public mutating func updated(_ report: UpdateReport) { isPrepared = false }

  /// Its registry line.
  public static let entry = Entry<any Trigger>(
    "detector", "updates when a drift detector alarms on the model's errors",
    formula: """
      fire if the detector says drift for any of the errors that arrived in the step; on: warning, also make a \
      candidate ready while it warns
      """,
    source: "Gama et al., A Survey on Concept Drift Adaptation, 2014",
    verified: [
      .definition("what it fires on and what it makes ready, signal by signal"),
      .limit("on: warning fires where on: drift does"),
    ],
    settings: [detector.declaration, on.declaration]
  ) { values, components in
    let component = values[detector]
    return DetectorTrigger(
      component.name, try components.detector(component),
      heedsWarnings: values[on] == Response.warning.rawValue)
  }

  /// The detector's state.
  public func encode(to encoder: any Encoder) throws {
    try NestedState.write(isPrepared, and: [detector], to: encoder)
  }

  /// Restores the detector.
  public mutating func restore(from decoder: any Decoder) throws {
    let (own, held) = try NestedState.read(Bool.self, from: decoder)
    try detector.restore(from: held[0])
    isPrepared = own
  }
}

extension DriftDetector {
  /// Feeds errors; returns how many alarmed, and the last signal. An extension, so that the detector's box is
  /// opened once a step and not once a row.
  fileprivate mutating func alarms(
    in outcomes: [Outcome]
  ) throws -> (count: Int, last: DriftSignal?) {
    var (alarms, last) = (0, DriftSignal?.none)
    for outcome in outcomes {
      let signal = try update(outcome.isCorrect ? 0 : 1)
      if signal == .drift { alarms += 1 }
      last = signal
    }
    return (alarms, last)
  }
}
