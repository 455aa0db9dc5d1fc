public import Core

/// The Drift Detection Method: the error rate against the lowest it has been.
///
/// With the error rate p of n values since the last drift and s = √(p(1−p)/n), the p and s of the least
/// p + s are kept (the later of equals). Warning when p + s > p_min + `warning`·s_min, drift when
/// p + s > p_min + `drift`·s_min; the value after a drift starts afresh. Without an error before the
/// tests begin s_min is 0, and the first error is a drift. Values are errors, exactly 0 or 1.
///
/// Gama, Medas, Castillo & Rodrigues, *Learning with Drift Detection*, SBIA 2004. Two variants differ in
/// when the tests begin; both are checked against recorded alarms. MOA (`ddm`): minimum and warning
/// from value `min-values` − 1, drift from `min-values`. River (`ddm-river`): all from
/// `min-values` + 1.
public struct DDM: DriftDetector, Codable {
  static let minValues = Setting.integer(
    "min-values", in: .atLeast(1), default: 30, "values before the tests begin")
  static let warning = Setting.number(
    "warning", in: .above(0), default: 2, "standard deviations above the minimum that warn")
  static let drift = Setting.number(
    "drift", in: .above(0), default: 3, "standard deviations above the minimum that are a drift")

  static let settings = [minValues.declaration, warning.declaration, drift.declaration]

  private let name: String
  private let warning: Double, drift: Double
  /// The values, counted from 1, from which on the minimum is kept and from which on drift is told.
  private let testsFrom: Int, driftsFrom: Int

  private var count = 0
  private var rate = 0.0
  private var (minRate, minDeviation, minSum) = (0.0, 0.0, Double.infinity)
  private var hasAlarmed = false

  init(_ name: String, _ values: SettingValues, testsFrom: Int, driftsFrom: Int) {
    self.name = name
    warning = values[Self.warning]
    drift = values[Self.drift]
    self.testsFrom = testsFrom
    self.driftsFrom = driftsFrom
  }

  /// Takes the next error; throws ``InputError`` unless it is exactly 0 or 1.
  public mutating func update(_ value: Double) throws(InputError) -> DriftSignal {
    try Domain.requireError(value, name)
    if hasAlarmed { (count, rate, minSum, hasAlarmed) = (0, 0, .infinity, false) }
    count += 1
    rate += (value - rate) / Double(count)
    guard count >= testsFrom else { return .stable }
    let deviation = (rate * (1 - rate) / Double(count)).squareRoot()
    let sum = rate + deviation
    if sum <= minSum { (minRate, minDeviation, minSum) = (rate, deviation, sum) }
    hasAlarmed = count >= driftsFrom && sum > minRate + drift * minDeviation
    if hasAlarmed { return .drift }
    return sum > minRate + warning * minDeviation ? .warning : .stable
  }

  /// Its registry line, in MOA's variant.
  public static let entry = Entry<any DriftDetector>(
    "ddm", "error rate against its minimum so far (MOA)",
    formula: """
      s = √(p(1−p)/n); warning if p+s > p_min + warning·s_min, drift if p+s > p_min + drift·s_min; \
      minimum and warning from value min-values − 1, drift from min-values; starts afresh after drift
      """,
    source: "Gama et al., SBIA 2004; MOA's variant", settings: settings
  ) { values, _ in
    DDM("ddm", values, testsFrom: values[minValues] - 1, driftsFrom: values[minValues])
  }
}
