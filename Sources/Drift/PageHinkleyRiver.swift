public import Core

/// The Page–Hinkley test as River has it: how far a fading sum has come from its extreme.
///
/// With μ the mean of the n values since the last drift, this one included, and U and L from 0:
///
///     U ← α U + (x − μ) − δ,  up if U − min U > λ
///     L ← α L + (x − μ) + δ,  down if max L − L > λ
///
/// tested from value `min-values` on; `mode` says which of the two count. The first U is its minimum,
/// whereas the maximum of L starts at −1, as in River. The value after a drift starts afresh. Never
/// warns. Any finite number is allowed.
///
/// Page, *Continuous Inspection Schemes*, Biometrika 1954; in River's variant (0.26). Checked against
/// alarms recorded from River.
public struct PageHinkleyRiver: DriftDetector, Codable {
  /// Which changes of the mean count.
  enum Mode: String, CaseIterable {
    case both, up, down
  }

  static let mode = Setting.choice(
    "mode", of: Mode.allCases.map(\.rawValue), default: Mode.both.rawValue,
    "which changes of the mean count")

  private let minValues: Int
  private let delta: Double, threshold: Double, alpha: Double
  private let hearsUp: Bool, hearsDown: Bool

  private var state = State()

  /// What a drift clears.
  private struct State: Codable {
    var count = 0
    var mean = 0.0
    var (up, least) = (0.0, Double.infinity)
    var (down, most) = (0.0, -1.0)
    var hasAlarmed = false
  }

  init(_ values: SettingValues) {
    minValues = values[PageHinkley.minValues]
    delta = values[PageHinkley.delta]
    threshold = values[PageHinkley.threshold]
    alpha = values[PageHinkley.alpha]
    hearsUp = values[Self.mode] != Mode.down.rawValue
    hearsDown = values[Self.mode] != Mode.up.rawValue
  }

  /// Takes the next value; throws ``InputError`` unless it is finite.
  public mutating func update(_ value: Double) throws(InputError) -> DriftSignal {
    try Domain.requireFinite(value, "page-hinkley-river")
    if state.hasAlarmed { state = State() }
    state.count += 1
    state.mean += (value - state.mean) / Double(state.count)
    let deviation = value - state.mean
    state.up = alpha * state.up + deviation - delta
    state.down = alpha * state.down + deviation + delta
    state.least = min(state.least, state.up)
    state.most = max(state.most, state.down)
    guard state.count >= minValues else { return .stable }
    state.hasAlarmed =
      hearsUp && state.up - state.least > threshold
      || hearsDown && state.most - state.down > threshold
    return state.hasAlarmed ? .drift : .stable
  }

  /// Its registry line.
  public static let entry = Entry<any DriftDetector>(
    "page-hinkley-river", "fading sum against its extreme so far (River)",
    formula: """
      U ← alpha·U + x − mean − delta, up if U − min U > threshold; \
      L ← alpha·L + x − mean + delta, down if max L − L > threshold; \
      from value min-values; starts afresh after drift
      """,
    source: "Page, Biometrika 1954; River 0.26's variant",
    settings: PageHinkley.settings + [mode.declaration]
  ) { values, _ in PageHinkleyRiver(values) }
}
