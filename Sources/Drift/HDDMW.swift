public import Core

/// HDDM with the W-test: an exponentially weighted mean against its lowest and highest past, by
/// McDiarmid's inequality. MOA's variant, and River's (``HDDMWRiver``).
///
/// A sample has a weighted mean E and the sum B of its squared weights; x makes of it
/// E ← λx + (1−λ)E, B ← λ² + (1−λ)²B, an empty one becomes E = x. With e = √(B ln(1/δ)/2) of all values
/// since the last drift, δ = `drift-confidence`, the values are cut where E + e was least: sample 1 is
/// what came until then, sample 2 what came after. The mean has risen at level a if
///
///     E₂ − E₁ > √((B₁ + B₂) ln(1/a) / 2)
///
/// A rise at `drift-confidence` is a drift, at `warning-confidence` a warning; the value after a drift
/// starts afresh. With `two-sided`, a fall is tested alike around the greatest E − e: MOA then starts
/// afresh silently, River says drift or warning. The first value of an empty sample gives B = 1 in
/// MOA, λ² + (1−λ)² in River. Values in [0, 1]. No allocation, O(1) a value.
///
/// Differs from MOA, two-sided only: the greatest E − e starts at −∞ and not just above 0, and an
/// alarm's value is not carried over into the next sample. Frías-Blanco et al., *Online and
/// Non-Parametric Drift Detection Methods Based on Hoeffding's Bounds*, TKDE 2015. Both variants are
/// checked against recorded alarms and warnings.
public struct HDDMW: DriftDetector, Codable {
  static let lambda = Setting.number(
    "lambda", in: .upTo(0, 1), default: 0.05, "weight of the newest value")

  private let name: String
  private let isTwoSided: Bool, fallsAlarm: Bool
  private let levels: HoeffdingLevels
  private let weighting: WeightedSample.Rule

  private var state = State()

  /// Where the values are cut, and what came before and after.
  private struct Cut: Codable {
    /// The least so far of what is to be least.
    var extreme = Double.infinity
    var before = WeightedSample()
    var after = WeightedSample()

    /// Cuts behind all values if the extreme has never been less, else the value joins those after.
    @inline(__always)
    mutating func add(
      _ value: Double, _ all: WeightedSample, extreme: Double, _ rule: WeightedSample.Rule
    ) {
      if extreme < self.extreme {
        self = Cut(extreme: extreme, before: all)
      } else {
        rule.add(value, to: &after)
      }
    }
  }

  /// What a drift clears.
  private struct State: Codable {
    var all = WeightedSample()
    var rise = Cut()
    var fall = Cut()
    /// Whether the next value starts afresh.
    var isOver = false
  }

  init(
    _ name: String, _ values: SettingValues, isTwoSided: Bool, fallsAlarm: Bool, startsAtOne: Bool
  ) {
    (self.name, self.isTwoSided, self.fallsAlarm) = (name, isTwoSided, fallsAlarm)
    levels = HoeffdingLevels(values)
    weighting = WeightedSample.Rule(lambda: values[Self.lambda], startsAtOne: startsAtOne)
  }

  /// Takes the next value; throws ``InputError`` unless it is in [0, 1].
  public mutating func update(_ value: Double) throws(InputError) -> DriftSignal {
    try Domain.requireShare(value, name)
    if state.isOver { state = State() }
    weighting.add(value, to: &state.all)
    let reach = (state.all.squaredWeights * levels.drift / 2).squareRoot()
    let all = state.all
    state.rise.add(value, all, extreme: all.mean + reach, weighting)
    if isTwoSided { state.fall.add(value, all, extreme: reach - all.mean, weighting) }
    return judge()
  }

  private mutating func judge() -> DriftSignal {
    let rise = signal(state.rise, direction: 1)
    state.isOver = rise == .drift
    guard isTwoSided && (fallsAlarm || rise != .drift) else { return rise }
    let fall = signal(state.fall, direction: -1)
    if fall == .drift { state.isOver = true }
    guard fallsAlarm else { return rise }
    return state.isOver ? .drift : rise == .warning ? rise : fall
  }

  /// What the difference between the two sides of a cut means.
  @inline(__always)
  private func signal(_ cut: Cut, direction: Double) -> DriftSignal {
    let difference = direction * (cut.after.mean - cut.before.mean)
    guard difference > 0 && !cut.after.isEmpty && !cut.before.isEmpty else { return .stable }
    let half = (cut.before.squaredWeights + cut.after.squaredWeights) / 2
    if difference > (half * levels.drift).squareRoot() { return .drift }
    return difference > (half * levels.warning).squareRoot() ? .warning : .stable
  }

  static let twoSided = Setting.flag(
    "two-sided", default: false, "whether a fall of the mean starts afresh, without an alarm")

  /// Its registry line, in MOA's variant.
  public static let entry = Entry<any DriftDetector>(
    "hddm-w", "weighted mean against its lowest past, McDiarmid's bound (MOA)",
    formula: """
      E ← lambda·x + (1 − lambda)·E, B ← lambda² + (1 − lambda)²·B, from x and 1; cut where \
      E + √(B ln(1/drift-confidence)/2) was least; drift if \
      E₂ − E₁ > √((B₁ + B₂) ln(1/drift-confidence)/2); warning likewise; starts afresh after drift \
      and, two-sided, silently after a fall
      """,
    source: "Frías-Blanco et al., TKDE 2015; MOA's variant",
    settings: HoeffdingLevels.settings + [lambda.declaration, twoSided.declaration]
  ) { values, _ in
    HDDMW("hddm-w", values, isTwoSided: values[twoSided], fallsAlarm: false, startsAtOne: true)
  }
}
