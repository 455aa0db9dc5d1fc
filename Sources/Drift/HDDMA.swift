public import Core

/// HDDM with the A-test: the mean of all values against its lowest and highest past, by Hoeffding's
/// inequality. MOA's variant, and River's (``HDDMARiver``).
///
/// With c/n the mean since the last drift and b(k) = √(ln(1/δ) / 2k), δ = `drift-confidence`, the past
/// of least c/n + b(n) and that of greatest c/n − b(n) are kept (the later of equals). With m =
/// (n − n_min)/(n_min n), the mean has risen at level a if
///
///     c/n − c_min/n_min ≥ √(m/2 · ln(2/a))
///
/// A rise at `drift-confidence` is a drift, at `warning-confidence` a warning; the value after a drift
/// starts afresh. With `two-sided`, a fall is tested alike against the greatest past: MOA (by default)
/// then starts afresh silently; River (not by default) says drift or warning. Values in [0, 1]. No
/// allocation, O(1) a value.
///
/// Frías-Blanco et al., *Online and Non-Parametric Drift Detection Methods Based on Hoeffding's
/// Bounds*, TKDE 2015. Both variants are checked against recorded alarms and warnings.
public struct HDDMA: DriftDetector, Codable {
  private let name: String
  private let isTwoSided: Bool, fallsAlarm: Bool
  private let levels: HoeffdingLevels

  private var state = State()

  /// A beginning of the values since the last drift.
  private struct Past: Codable {
    var count = 0.0
    var mean = 0.0
    /// mean ± b(count).
    var limit: Double
  }

  /// What a drift clears.
  private struct State: Codable {
    var (count, sum) = (0.0, 0.0)
    var lowest = Past(limit: .infinity)
    var highest = Past(limit: -.infinity)
    /// Whether the next value starts afresh.
    var isOver = false
  }

  init(_ name: String, _ values: SettingValues, isTwoSided: Bool, fallsAlarm: Bool) {
    (self.name, self.isTwoSided, self.fallsAlarm) = (name, isTwoSided, fallsAlarm)
    levels = HoeffdingLevels(values)
  }

  /// Takes the next value; throws ``InputError`` unless it is in [0, 1].
  public mutating func update(_ value: Double) throws(InputError) -> DriftSignal {
    try Domain.requireShare(value, name)
    if state.isOver { state = State() }
    state.count += 1
    state.sum += value
    let mean = state.sum / state.count
    let bound = (levels.drift / (2 * state.count)).squareRoot()
    if mean + bound <= state.lowest.limit {
      state.lowest = Past(count: state.count, mean: mean, limit: mean + bound)
    }
    if mean - bound >= state.highest.limit {
      state.highest = Past(count: state.count, mean: mean, limit: mean - bound)
    }
    return judge(mean)
  }

  private mutating func judge(_ mean: Double) -> DriftSignal {
    let rise = signal(mean - state.lowest.mean, since: state.lowest)
    state.isOver = rise == .drift
    guard isTwoSided && (fallsAlarm || rise != .drift) else { return rise }
    let fall = signal(state.highest.mean - mean, since: state.highest)
    if fall == .drift { state.isOver = true }
    guard fallsAlarm else { return rise }
    return state.isOver ? .drift : rise == .warning ? rise : fall
  }

  /// What a difference between the mean and that of a past means.
  @inline(__always)
  private func signal(_ difference: Double, since past: Past) -> DriftSignal {
    guard difference > 0 && past.count != state.count else { return .stable }
    let half = (state.count - past.count) / (past.count * state.count) / 2
    if difference >= (half * levels.driftTwoSided).squareRoot() { return .drift }
    return difference >= (half * levels.warningTwoSided).squareRoot() ? .warning : .stable
  }

  static let twoSided = Setting.flag(
    "two-sided", default: true, "whether a fall of the mean starts afresh, without an alarm")

  /// Its registry line, in MOA's variant.
  public static let entry = Entry<any DriftDetector>(
    "hddm-a", "mean against its lowest past, Hoeffding's bound (MOA)",
    formula: """
      drift if c/n − c_min/n_min ≥ √(m/2 · ln(2/drift-confidence)), m = (n − n_min)/(n_min n), n_min \
      where c/n + √(ln(1/drift-confidence)/2n) was least; warning likewise; starts afresh after \
      drift and, two-sided, silently after a fall
      """,
    source: "Frías-Blanco et al., TKDE 2015; MOA's variant",
    settings: HoeffdingLevels.settings + [twoSided.declaration]
  ) { values, _ in
    HDDMA("hddm-a", values, isTwoSided: values[twoSided], fallsAlarm: false)
  }
}
