public import Core

/// The chart of an exponentially weighted moving average of the errors, ECDD, as MOA has it.
///
/// With p = c/n the error rate since the last drift and z the moving average, from 0:
///
///     z ← z + λ(x − z)
///     s = √(p(1−p) · λ(1 − (1−λ)²ⁿ)/(2 − λ))
///     L = 3.97 − 6.56 p + 48.73 p³ − 330.13 p⁵ + 848.18 p⁷
///
/// Drift if z > p + L s, from value `min-values` on; else warning if z > p + L s/2, from the value
/// before. The value after a drift starts afresh. L is the paper's fit, for λ = .2, to one false alarm
/// in 400 values whatever p is: **it alarms often by design**. Values are errors, exactly 0 or 1. O(1)
/// a value.
///
/// Ross, Adams, Tasoulis & Hand, *Exponentially Weighted Moving Average Charts for Detecting Concept
/// Drift*, Pattern Recognition Letters 2012; in MOA's variant, which has this L only. Checked against
/// alarms and warnings recorded from MOA.
public struct EWMAChart: DriftDetector, Codable {
  static let minValues = Setting.integer(
    "min-values", in: .atLeast(1), default: 30, "values before the tests begin")
  static let lambda = Setting.number(
    "lambda", in: .upTo(0, 1), default: 0.2, "weight of each value in the moving average")

  private let minValues: Int
  private let lambda: Double
  /// λ/(2 − λ) and (1 − λ)².
  private let spread: Double, fade: Double

  private var state = State()

  /// What a drift clears.
  private struct State: Codable {
    var (count, errors) = (0, 0.0)
    /// z.
    var average = 0.0
    /// (1 − λ)²ⁿ; 0 once it is nothing beside 1.
    var beginning = 1.0
    /// Whether the next value starts afresh.
    var isOver = false
  }

  init(_ values: SettingValues) {
    minValues = values[Self.minValues]
    lambda = values[Self.lambda]
    spread = lambda / (2 - lambda)
    fade = (1 - lambda) * (1 - lambda)
  }

  /// Takes the next error; throws ``InputError`` unless it is exactly 0 or 1.
  public mutating func update(_ value: Double) throws(InputError) -> DriftSignal {
    try Domain.requireError(value, "ewma-chart")
    if state.isOver { state = State() }
    state.count += 1
    state.errors += value
    state.average += lambda * (value - state.average)
    state.beginning = state.beginning < 1e-20 ? 0 : state.beginning * fade
    guard state.count >= minValues - 1 else { return .stable }
    let rate = state.errors / Double(state.count)
    let deviation = (rate * (1 - rate) * spread * (1 - state.beginning)).squareRoot()
    let limit = Self.limit(rate) * deviation
    state.isOver = state.count >= minValues && state.average > rate + limit
    if state.isOver { return .drift }
    return state.average > rate + limit / 2 ? .warning : .stable
  }

  /// L of the error rate p.
  @inline(__always)
  private static func limit(_ p: Double) -> Double {
    let square = p * p
    return 3.97 + p * (-6.56 + square * (48.73 + square * (-330.13 + square * 848.18)))
  }

  /// Its registry line.
  public static let entry = Entry<any DriftDetector>(
    "ewma-chart", "fading average of the errors against their rate; alarms often by design (MOA)",
    formula: """
      z ← z + lambda(x − z), p the error rate, s = √(p(1−p) lambda(1 − (1−lambda)²ⁿ)/(2 − lambda)), \
      L = 3.97 − 6.56p + 48.73p³ − 330.13p⁵ + 848.18p⁷; drift if z > p + Ls, from value min-values, \
      warning if z > p + Ls/2; starts afresh after drift; about one false alarm in 400 values
      """,
    source: "Ross et al., Pattern Recognition Letters 2012 (ECDD); MOA's variant",
    settings: [minValues.declaration, lambda.declaration]
  ) { values, _ in EWMAChart(values) }
}
