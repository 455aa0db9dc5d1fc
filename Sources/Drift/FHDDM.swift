public import Core
internal import Glibc

/// FHDDM: the accuracy in a sliding window against the best it has been, by Hoeffding's inequality.
///
/// With p the share of rights among the newest n = `window` values, once there are so many, and p_max
/// its greatest since the last drift:
///
///     drift if p_max − p > ε,  ε = √(ln(1/δ) / 2n)
///
/// (.2628 for the defaults: 27 errors of 100 more than at best.) The value after a drift starts afresh,
/// with an empty window. Never warns. Values are errors, exactly 0 or 1. O(1) a value, no allocation.
///
/// Pesaranghader & Viktor, *Fast Hoeffding Drift Detection Method for Evolving Data Streams*, ECML
/// PKDD 2016. River 0.26 takes its values for rights: **fed with errors, River's FHDDM fires on
/// improvement**; ours is River's fed with 1 − x. Checked against alarms recorded from River so fed.
public struct FHDDM: DriftDetector, Codable {
  static let window = Setting.integer(
    "window", in: .closed(1, 1e6), default: 100, "values in the sliding window")
  static let delta = Setting.number(
    "delta", in: .open(0, 1), default: 1e-6, "chance of a false alarm in a test")

  static let settings = [window.declaration, delta.declaration]

  /// ε in errors: n·ε.
  private let margin: Double

  private var recent: ErrorWindow
  /// The fewest errors in a full window: n(1 − p_max).
  private var fewest = Int.max
  private var hasAlarmed = false

  init(_ values: SettingValues) {
    let size = values[Self.window]
    margin = (-log(values[Self.delta]) * Double(size) / 2).squareRoot()
    recent = ErrorWindow(capacity: size)
  }

  /// Takes the next error; throws ``InputError`` unless it is exactly 0 or 1.
  public mutating func update(_ value: Double) throws(InputError) -> DriftSignal {
    try Domain.requireError(value, "fhddm")
    if hasAlarmed {
      recent.removeAll()
      (fewest, hasAlarmed) = (.max, false)
    }
    recent.append(value == 1)
    guard recent.isFull else { return .stable }
    fewest = min(fewest, recent.errors)
    hasAlarmed = Double(recent.errors - fewest) > margin
    return hasAlarmed ? .drift : .stable
  }

  /// Its registry line.
  public static let entry = Entry<any DriftDetector>(
    "fhddm", "accuracy in a sliding window against its best so far, Hoeffding's bound",
    formula: """
      p the share of rights in the newest window values, once there are so many; drift if \
      max p − p > √(ln(1/delta)/(2 window)); starts afresh after drift
      """,
    source: """
      Pesaranghader & Viktor, ECML PKDD 2016; River 0.26's fed with 1 − x (fed with errors, River's \
      fires on improvement)
      """,
    settings: settings
  ) { values, _ in FHDDM(values) }
}
