public import Core
internal import Numerics

/// `complaints`: fires when too many of those who are served complain.
///
/// Complaints that came in over the last `window` steps, as a share of the rows served in them, against `rate`.
/// The window must be full, and is emptied at every accepted update, so that it judges the new model; complaints
/// of answers given before may still come in and count. Needs no labels, so that it can speak while they are late
/// or missing. Signal `complaints`, value the share, none while the window fills or without rows. The simulated
/// channel is `stream.complaints`: it reports a share of the wrong answers, and of the right ones.
public struct ComplaintsTrigger: Trigger, Codable {
  static let rate = Setting.number(
    "rate", in: .closed(0, 1), default: 0.02, "complaints for each row served that are too many")
  static let window = Setting.integer(
    "window", in: .closed(1, 1e6), default: 10, "steps to count over")

  private let rate: Double
  private let window: Int
  /// Complaints and rows of the last steps, oldest first.
  private var (complaints, rows): ([Int], [Int]) = ([], [])

  init(rate: Double, window: Int) { (self.rate, self.window) = (rate, window) }

  /// Only where anyone complains.
  public func check(_ conditions: RunConditions) throws(SettingError) {
    if !conditions.hasComplaints {
      throw SettingError(
        "name", "nobody complains in this scenario; allowed: with stream.complaints")
    }
  }

  /// Counts the step and judges the last ones.
  public mutating func decide(_ observation: Observation) -> Decision {
    complaints.append(observation.complaints)
    rows.append(observation.inputs.rows)
    if rows.count > window {
      complaints.removeFirst()
      rows.removeFirst()
    }
    let served = rows.reduce(0, +)
    let isFull = rows.count == window && served > 0
    let share = isFull ? Double(complaints.reduce(0, +)) / Double(served) : nil
    return Decision(
      fires: share.map { $0 > rate } ?? false, signal: "complaints", value: share, threshold: rate,
      relation: .above, setting: "rate", samples: isFull ? [served] : [])
  }

  /// Forgets what the model before did.
  public mutating func updated(_ report: UpdateReport) { (complaints, rows) = ([], []) }

  /// Its registry line.
  public static let entry = Entry<any Trigger>(
    "complaints", "updates when too many of those who are served complain",
    formula: "fire if complaints / rows served > rate, over the last window steps since the update",
    source: "negative feedback as it reaches those who run a service",
    cost: "Nothing but counting.",
    verified: [.closedForm("shares by hand, with and without updates in between")],
    settings: [rate.declaration, window.declaration]
  ) { values, _ in ComplaintsTrigger(rate: values[rate], window: values[window]) }
}
