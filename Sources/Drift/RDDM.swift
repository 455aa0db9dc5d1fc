public import Core

/// The Reactive Drift Detection Method: ``DDM`` that forgets old values and does not warn for long.
///
/// With p, s = √(p(1−p)/n) and the p and s of the least p + s (the earliest of equals) as in DDM, from
/// value n = `min-values` on: drift when p + s > p_min + `drift`·s_min; else, when p + s > p_min +
/// `warning`·s_min, warning, or drift if the `warnings` values before it have warned too.
///
/// The newest `stored` values are kept. The value after a drift starts afresh with a replay of those
/// from the first warning before the drift on (of the last alone, if there was none or if the warnings
/// were too many), and with the minimum among them, from n = `min-values` + 1 on. The value after one
/// without a warning whose n has reached `longest` starts afresh with a replay of all that are kept,
/// but the minimum remains. Values are errors, exactly 0 or 1. O(1) a value, O(`stored`) a replay; no
/// allocation.
///
/// Barros, Cabral, Gonçalves & Santos, *RDDM: Reactive Drift Detection Method*, Expert Systems with
/// Applications 2017; in MOA's variant. Checked against alarms and warnings recorded from MOA, and
/// against its definition over plain arrays.
public struct RDDM: DriftDetector, Codable {
  private let minValues: Int, longest: Int, mostWarnings: Int
  private let warning: Double, drift: Double

  /// n and p.
  private var count = 0, rate = 0.0
  private var minimum = Minimum()
  private var stored: ErrorWindow
  /// Warnings on end, up to the last value.
  private var warnings = 0
  /// What the next value does first.
  private var next = Next.goesOn

  /// The p and s of the least p + s.
  private struct Minimum: Codable {
    var rate = 0.0, deviation = 0.0, sum = Double.infinity
  }

  private enum Next: Codable {
    case goesOn, replays, startsAfresh
  }

  init(_ values: SettingValues) {
    minValues = values[Self.minValues]
    longest = values[Self.longest]
    mostWarnings = values[Self.mostWarnings]
    warning = values[Self.warning]
    drift = values[Self.drift]
    stored = ErrorWindow(capacity: values[Self.stored])
  }

  /// Takes the next error; throws ``InputError`` unless it is exactly 0 or 1.
  public mutating func update(_ value: Double) throws(InputError) -> DriftSignal {
    try Domain.requireError(value, "rddm")
    if next != .goesOn { replay() }
    stored.append(value == 1)
    let (sum, deviation) = add(value)
    guard count >= minValues else { return .stable }
    if sum < minimum.sum { minimum = Minimum(rate: rate, deviation: deviation, sum: sum) }
    return judge(sum)
  }

  /// Moves n and p; returns p + s and s.
  @inline(__always)
  private mutating func add(_ value: Double) -> (sum: Double, deviation: Double) {
    count += 1
    rate += (value - rate) / Double(count)
    let deviation = (rate * (1 - rate) / Double(count)).squareRoot()
    return (rate + deviation, deviation)
  }

  private mutating func replay() {
    let isAfresh = next == .startsAfresh
    if isAfresh { minimum = Minimum() }
    (count, rate, next) = (0, 0, .goesOn)
    for position in 0..<stored.count {
      let (sum, deviation) = add(stored[position] ? 1 : 0)
      if isAfresh && count > minValues && sum < minimum.sum {
        minimum = Minimum(rate: rate, deviation: deviation, sum: sum)
      }
    }
  }

  private mutating func judge(_ sum: Double) -> DriftSignal {
    if sum > minimum.rate + drift * minimum.deviation { return alarm(keeping: warnings + 1) }
    if sum > minimum.rate + warning * minimum.deviation {
      if warnings == mostWarnings { return alarm(keeping: 1) }
      warnings += 1
      return .warning
    }
    warnings = 0
    if count >= longest { next = .replays }
    return .stable
  }

  private mutating func alarm(keeping kept: Int) -> DriftSignal {
    stored.keepNewest(kept)
    (warnings, next) = (0, .startsAfresh)
    return .drift
  }

  static let minValues = Setting.integer(
    "min-values", in: .atLeast(1), default: 129, "values before the tests begin")
  static let warning = Setting.number(
    "warning", in: .above(0), default: 1.773, "standard deviations above the minimum that warn")
  static let drift = Setting.number(
    "drift", in: .above(0), default: 2.258,
    "standard deviations above the minimum that are a drift")
  static let longest = Setting.integer(
    "longest", in: .atLeast(2), default: 40_000,
    "values after which old ones are forgotten; more than stored")
  static let stored = Setting.integer(
    "stored", in: .closed(1, 1e6), default: 7000, "newest values kept for a replay")
  static let mostWarnings = Setting.integer(
    "warnings", in: .atLeast(1), default: 1400, "warnings on end after which the next is a drift")

  /// Its registry line, in MOA's variant.
  public static let entry = Entry<any DriftDetector>(
    "rddm", "error rate against its minimum among newer values only (MOA)",
    formula: """
      s = √(p(1−p)/n); from value min-values, warning if p+s > p_min + warning·s_min, drift if p+s > \
      p_min + drift·s_min or at a warning after as many as warnings on end; starts afresh after drift, \
      with the values since the first warning, and after longest values, with the newest stored
      """,
    source: "Barros et al., Expert Systems with Applications 2017; MOA's variant",
    settings: [
      minValues.declaration, warning.declaration, drift.declaration, longest.declaration,
      stored.declaration, mostWarnings.declaration,
    ]
  ) { values, _ in
    guard values[stored] < values[longest] else {
      throw SettingError(
        stored.declaration.name,
        "\(values[stored]) is not less than longest \(values[longest]); allowed: "
          + "≤ \(values[longest] - 1)")
    }
    return RDDM(values)
  }
}
