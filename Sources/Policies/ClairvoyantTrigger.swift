public import Core

/// `clairvoyant`: fires after every drift, so many steps late. A baseline that knows the concepts: what perfect
/// detection is worth.
///
/// It is told of the drifts before the run, as nothing else is, and asks for an update at the end of the step in
/// which a drift's transition begins, or ends, plus `lag` steps; an abrupt drift begins and ends with the first
/// row of the new concept. Where labels are late, a lag of the delay lets the first of them arrive. A drift that
/// falls where a guard holds is missed. Signal `drifts`, value how many are due in the step, threshold 1.
public struct ClairvoyantTrigger: Trigger, Codable {
  /// The part of a transition that counts.
  enum Moment: String, CaseIterable {
    case start, end
  }

  static let at = Setting.choice(
    "at", of: Moment.allCases.map(\.rawValue), default: Moment.start.rawValue,
    "whether the lag counts from where a transition begins or from where it is over")
  static let lag = Setting.integer(
    "lag", in: .closed(0, 1e9), default: 0, "steps from there to the update")

  private let isAtEnd: Bool
  private let lag: Int
  /// The steps of the updates.
  private var due: [Int] = []

  init(isAtEnd: Bool, lag: Int) { (self.isAtEnd, self.lag) = (isAtEnd, lag) }

  /// It is.
  public var isClairvoyant: Bool { true }

  /// Only streams whose drifts are known.
  public func check(_ conditions: RunConditions) throws(SettingError) {
    if conditions.drifts == nil {
      throw SettingError(
        "name",
        "the drifts of this stream are unknown; allowed: with a generator and concepts from rows on"
      )
    }
  }

  /// Takes note of the drifts.
  public mutating func reveal(_ drifts: [ClosedRange<Int>]) {
    due = drifts.map { (isAtEnd ? $0.upperBound : $0.lowerBound) + lag }
  }

  /// Fires if a drift is due.
  public func decide(_ observation: Observation) -> Decision {
    let count = due.count { $0 == observation.step }
    return Decision(fires: count >= 1, signal: "drifts", value: Double(count), threshold: 1)
  }

  /// Its registry line.
  public static let entry = Entry<any Trigger>(
    "clairvoyant", "updates after every drift, which it knows of; a baseline",
    formula: "fire in step s + lag for every drift whose transition begins, or ends, in step s",
    source: "a baseline: perfect detection",
    cost: "Nothing, and nobody has it.",
    verified: [
      .closedForm("the steps of abrupt and of slow drifts, worked out by hand"),
      .definition("it fires on the truth of the stream, which other triggers are blind to"),
    ],
    settings: [at.declaration, lag.declaration]
  ) { values, _ in
    ClairvoyantTrigger(isAtEnd: values[at] == Moment.end.rawValue, lag: values[lag])
  }
}
