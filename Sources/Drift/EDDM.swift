public import Core

/// The Early Drift Detection Method as MOA has it: the distance between errors against its maximum.
///
/// Only errors do anything. The e-th one, d values after the one before (the first: after the start),
/// moves the mean m and the population deviation s of the distances, and q = m + 2s. If q exceeds the
/// greatest so far, that becomes q (from value `min-errors` on). Otherwise, with more than `min-errors`
/// errors: drift if q / q_max < `drift`, else warning if it is < `warning`. A warning stays up until the
/// next error; the value after a drift starts afresh. Values are errors, exactly 0 or 1.
///
/// Baena-García et al., *Early Drift Detection Method*, IWKDDS 2006; in MOA's variant. Checked against
/// alarms and warnings recorded from MOA.
public struct EDDM: DriftDetector, Codable {
  static let minErrors = Setting.integer(
    "min-errors", in: .atLeast(1), default: 30, "errors before the tests begin")
  static let warning = Setting.number(
    "warning", in: .open(0, 1), default: 0.95, "share of the greatest distance that warns")
  static let drift = Setting.number(
    "drift", in: .open(0, 1), default: 0.9, "share of the greatest distance that is a drift")

  static let settings = [minErrors.declaration, warning.declaration, drift.declaration]

  private let minErrors: Int
  private let warning: Double, drift: Double

  private var distances = ErrorDistances()
  private var greatest = 0.0
  private var signal = DriftSignal.stable

  init(_ values: SettingValues) {
    minErrors = values[Self.minErrors]
    warning = values[Self.warning]
    drift = values[Self.drift]
  }

  /// Takes the next error; throws ``InputError`` unless it is exactly 0 or 1.
  public mutating func update(_ value: Double) throws(InputError) -> DriftSignal {
    try Domain.requireError(value, "eddm")
    if signal == .drift { (distances, greatest, signal) = (ErrorDistances(), 0, .stable) }
    if distances.add(isError: value == 1) { signal = judge() }
    return signal
  }

  /// What an error means.
  private mutating func judge() -> DriftSignal {
    let reach = distances.mean + 2 * (distances.squares / Double(distances.errors)).squareRoot()
    if reach > greatest {
      if distances.count >= minErrors { greatest = reach }
      return .stable
    }
    guard distances.errors > minErrors else { return .stable }
    let share = reach / greatest
    return share < drift ? .drift : share < warning ? .warning : .stable
  }

  /// Its registry line.
  public static let entry = Entry<any DriftDetector>(
    "eddm", "distance between errors against its maximum so far (MOA)",
    formula: """
      q = m + 2s of the distances between errors, s the population deviation; after more than \
      min-errors errors: drift if q/q_max < drift, warning if q/q_max < warning, until the next \
      error; starts afresh after drift
      """,
    source: "Baena-García et al., IWKDDS 2006; MOA's variant", settings: settings
  ) { values, _ in EDDM(values) }
}
