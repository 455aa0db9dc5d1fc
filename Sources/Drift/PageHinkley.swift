public import Core

/// The Page–Hinkley test as MOA has it: a fading sum of how far the values lie above their mean.
///
/// With μ the mean of the n values since the last drift, this one included:
///
///     S ← α S + (x − μ − δ),  drift if S > λ
///
/// tested from value `min-values` − 1 on; the value after a drift starts afresh. S has no floor and no
/// minimum is subtracted, so a long calm makes it slow to rise: see ``PageHinkleyRiver`` for the test
/// as published. Never warns. Any finite number is allowed.
///
/// Page, *Continuous Inspection Schemes*, Biometrika 1954; in MOA's variant. Checked against alarms
/// recorded from MOA.
public struct PageHinkley: DriftDetector, Codable {
  static let minValues = Setting.integer(
    "min-values", in: .atLeast(1), default: 30, "values before the tests begin")
  static let delta = Setting.number(
    "delta", in: .atLeast(0), default: 0.005, "change too small to count, in units of the values")
  static let threshold = Setting.number(
    "threshold", in: .above(0), default: 50, "sum that is a drift, in units of the values")
  static let alpha = Setting.number(
    "alpha", in: .upTo(0, 1), default: 0.9999, "what remains of the sum at each value")

  static let settings = [
    minValues.declaration, delta.declaration, threshold.declaration, alpha.declaration,
  ]

  private let minValues: Int
  private let delta: Double, threshold: Double, alpha: Double

  private var count = 0
  private var (mean, sum) = (0.0, 0.0)
  private var hasAlarmed = false

  init(_ values: SettingValues) {
    minValues = values[Self.minValues]
    delta = values[Self.delta]
    threshold = values[Self.threshold]
    alpha = values[Self.alpha]
  }

  /// Takes the next value; throws ``InputError`` unless it is finite.
  public mutating func update(_ value: Double) throws(InputError) -> DriftSignal {
    try Domain.requireFinite(value, "page-hinkley")
    if hasAlarmed { (count, mean, sum) = (0, 0, 0) }
    count += 1
    mean += (value - mean) / Double(count)
    sum = alpha * sum + (value - mean - delta)
    hasAlarmed = count >= minValues - 1 && sum > threshold
    return hasAlarmed ? .drift : .stable
  }

  /// Its registry line.
  public static let entry = Entry<any DriftDetector>(
    "page-hinkley", "fading sum of rises over the mean (MOA)",
    formula: """
      S ← alpha·S + (x − mean − delta); drift if S > threshold, from value min-values − 1; \
      starts afresh after drift
      """,
    source: "Page, Biometrika 1954; MOA's variant", settings: settings
  ) { values, _ in PageHinkley(values) }
}
