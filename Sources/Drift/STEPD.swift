public import Core
internal import Numerics

/// STEPD: the newest values against all older ones by the test of equal proportions. MOA's variant, and
/// one without its false alarms on constant streams (``STEPDGuarded``).
///
/// The newest w = `window` values are recent, the n_o before them since the last drift older, with r_r
/// and r_o rights among them. From n_o ≥ w on, with q = 1/n_o + 1/w and p̂ = (r_o + r_r)/(n_o + w):
///
///     Z = (|r_o/n_o − r_r/w| − q/2) / √(p̂(1−p̂) q),  P = 2(1 − Φ(|Z|))
///
/// Drift if P < `drift-level`, else warning if P < `warning-level`; the value after a drift starts
/// afresh. Improvements alarm too. P is not computed: |Z| is compared with the quantiles of the levels.
/// Values are errors, exactly 0 or 1. O(1) a value, no allocation.
///
/// **MOA alarms on perfect streams**: when all values are right, or all wrong, Z = −q/2 divided by 0 and
/// P is 0: a drift every 2w values. `stepd` does this too; `stepd-guarded` makes no test when p̂ is 0
/// or 1.
///
/// Nishida & Yamauchi, *Detecting Concept Drift Using Statistical Testing*, Discovery Science 2007; in
/// MOA's variant, which takes |Z| and hears both directions. Checked against alarms and warnings
/// recorded from MOA, and against P itself.
public struct STEPD: DriftDetector, Codable {
  static let window = Setting.integer(
    "window", in: .closed(1, 1e6), default: 30, "newest values that are tested")
  static let driftLevel = Setting.number(
    "drift-level", in: .open(0, 1), default: 0.003, "level at which a difference is a drift")
  static let warningLevel = Setting.number(
    "warning-level", in: .open(0, 1), default: 0.05, "level at which a difference warns")

  static let settings = [window.declaration, driftLevel.declaration, warningLevel.declaration]

  private let name: String
  /// Whether there is no test without any error or any right value.
  private let isGuarded: Bool
  /// The |Z| over which P is less than the levels.
  private let drift: Double, warning: Double

  private var recent: ErrorWindow
  /// The older values and the errors among them.
  private var (olderCount, olderErrors) = (0, 0)
  private var hasAlarmed = false

  init(_ name: String, _ values: SettingValues, isGuarded: Bool) {
    (self.name, self.isGuarded) = (name, isGuarded)
    drift = -Distribution.normalQuantile(values[Self.driftLevel] / 2)
    warning = -Distribution.normalQuantile(values[Self.warningLevel] / 2)
    recent = ErrorWindow(capacity: values[Self.window])
  }

  /// Takes the next error; throws ``InputError`` unless it is exactly 0 or 1.
  public mutating func update(_ value: Double) throws(InputError) -> DriftSignal {
    try Domain.requireError(value, name)
    if hasAlarmed {
      recent.removeAll()
      (olderCount, olderErrors) = (0, 0)
    }
    if recent.isFull { olderCount += 1 }
    if recent.append(value == 1) { olderErrors += 1 }
    let signal = olderCount >= recent.capacity ? judge() : .stable
    hasAlarmed = signal == .drift
    return signal
  }

  /// What the difference between older and recent errors means. Shares of errors instead of rights: the
  /// same |Z|.
  private func judge() -> DriftSignal {
    let (older, newer) = (Double(olderCount), Double(recent.count))
    let errors = olderErrors + recent.errors
    guard errors > 0 && errors < olderCount + recent.count else {
      return isGuarded ? .stable : .drift
    }
    let share = Double(errors) / (older + newer)
    let inverse = 1 / older + 1 / newer
    let difference = abs(Double(olderErrors) / older - Double(recent.errors) / newer)
    let z = abs(difference - inverse / 2) / (share * (1 - share) * inverse).squareRoot()
    return z > drift ? .drift : z > warning ? .warning : .stable
  }

  /// Its registry line, in MOA's variant.
  public static let entry = Entry<any DriftDetector>(
    "stepd", "newest errors against all older ones; alarms on perfect streams too (MOA)",
    formula: """
      Z = (|r_o/n_o − r_r/w| − q/2)/√(p̂(1−p̂)q), q = 1/n_o + 1/w, p̂ = (r_o + r_r)/(n_o + w), \
      w = window ≤ n_o; drift if 2(1 − Φ(|Z|)) < drift-level, warning likewise; starts afresh after \
      drift. When all values are right, or all wrong, p̂(1−p̂) is 0 and so is P: MOA alarms every 2w \
      values of a perfect stream (stepd-guarded does not)
      """,
    source: "Nishida & Yamauchi, Discovery Science 2007; MOA's variant", settings: settings
  ) { values, _ in STEPD("stepd", values, isGuarded: false) }
}
