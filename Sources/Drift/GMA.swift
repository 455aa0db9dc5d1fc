public import Core

/// The geometric moving average as MOA has it: an average of how far the values lie above their mean.
///
/// With μ the mean of the n values since the last drift, this one included:
///
///     S ← α S + (1 − α)(x − μ),  drift if S > λ
///
/// tested from value `min-values` − 1 on; the value after a drift starts afresh. S is an average of
/// differences x − μ, which are below 1 for values in [0, 1]: **with the default λ = 1 it cannot fire on
/// errors of 0 and 1**; there, give a `threshold` below 1. Never warns. Any finite number is allowed.
/// O(1) a value.
///
/// Roberts, *Control Chart Tests Based on Geometric Moving Averages*, Technometrics 1959; in MOA's
/// variant. Checked against alarms recorded from MOA.
public struct GMA: DriftDetector, Codable {
  static let minValues = Setting.integer(
    "min-values", in: .atLeast(1), default: 30, "values before the tests begin")
  static let alpha = Setting.number(
    "alpha", in: .below(0, 1), default: 0.99, "weight of the average before each value")
  static let threshold = Setting.number(
    "threshold", in: .above(0), default: 1,
    "average that is a drift, in units of the values; below 1 for errors of 0 and 1")

  private let testsFrom: Int
  private let alpha: Double, threshold: Double

  private var count = 0
  private var (mean, average) = (0.0, 0.0)
  private var hasAlarmed = false

  init(_ values: SettingValues) {
    testsFrom = values[Self.minValues] - 1
    alpha = values[Self.alpha]
    threshold = values[Self.threshold]
  }

  /// Takes the next value; throws ``InputError`` unless it is finite.
  public mutating func update(_ value: Double) throws(InputError) -> DriftSignal {
    try Domain.requireFinite(value, "gma")
    if hasAlarmed { (count, mean, average) = (0, 0, 0) }
    count += 1
    mean += (value - mean) / Double(count)
    average = alpha * average + (1 - alpha) * (value - mean)
    hasAlarmed = count >= testsFrom && average > threshold
    return hasAlarmed ? .drift : .stable
  }

  /// Its registry line.
  public static let entry = Entry<any DriftDetector>(
    "gma", "moving average of rises over the mean; by default it cannot fire on 0/1 errors (MOA)",
    formula: """
      S ← alpha·S + (1 − alpha)(x − mean); drift if S > threshold, from value min-values − 1; \
      starts afresh after drift; |x − mean| < 1 on errors of 0 and 1, so that only a threshold \
      below 1 can fire there
      """,
    source: "Roberts, Technometrics 1959; MOA's variant",
    settings: [minValues.declaration, alpha.declaration, threshold.declaration]
  ) { values, _ in GMA(values) }
}
