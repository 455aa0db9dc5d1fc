public import Core

/// The cumulative sum chart as MOA has it: how far the values have lain above their mean, never below 0.
///
/// With μ the mean of the n values since the last drift, this one included:
///
///     S ← max(0, S + x − μ − δ),  drift if S > λ
///
/// tested from value `min-values` − 1 on; the value after a drift starts afresh. It differs from
/// ``PageHinkley`` by its floor and by forgetting nothing. Never warns. Any finite number is allowed.
/// O(1) a value.
///
/// Page, *Continuous Inspection Schemes*, Biometrika 1954; in MOA's variant, whose reference is the
/// running mean instead of a target given beforehand. Checked against alarms recorded from MOA.
public struct CUSUM: DriftDetector, Codable {
  static let minValues = Setting.integer(
    "min-values", in: .atLeast(1), default: 30, "values before the tests begin")
  static let delta = Setting.number(
    "delta", in: .atLeast(0), default: 0.005, "change too small to count, in units of the values")
  static let threshold = Setting.number(
    "threshold", in: .above(0), default: 50, "sum that is a drift, in units of the values")

  private let testsFrom: Int
  private let delta: Double, threshold: Double

  private var count = 0
  private var (mean, sum) = (0.0, 0.0)
  private var hasAlarmed = false

  init(_ values: SettingValues) {
    testsFrom = values[Self.minValues] - 1
    delta = values[Self.delta]
    threshold = values[Self.threshold]
  }

  /// Takes the next value; throws ``InputError`` unless it is finite.
  public mutating func update(_ value: Double) throws(InputError) -> DriftSignal {
    try Domain.requireFinite(value, "cusum")
    if hasAlarmed { (count, mean, sum) = (0, 0, 0) }
    count += 1
    mean += (value - mean) / Double(count)
    sum = max(0, sum + value - mean - delta)
    hasAlarmed = count >= testsFrom && sum > threshold
    return hasAlarmed ? .drift : .stable
  }

  /// Its registry line.
  public static let entry = Entry<any DriftDetector>(
    "cusum", "sum of rises over the mean, never below zero (MOA)",
    formula: """
      S ← max(0, S + x − mean − delta); drift if S > threshold, from value min-values − 1; \
      starts afresh after drift
      """,
    source: "Page, Biometrika 1954; MOA's variant",
    settings: [minValues.declaration, delta.declaration, threshold.declaration]
  ) { values, _ in CUSUM(values) }
}
