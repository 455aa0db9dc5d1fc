public import Core

/// ADWIN as River has it: an adaptive window that alarms on any change of the mean, then starts afresh.
///
/// Drift is reported if values were dropped, whichever way the mean went; the next value meets an empty
/// window. Never warns. Any finite number is allowed.
///
/// Bifet & Gavaldà, *Learning from Time-Changing Data with Adaptive Windowing*, SDM 2007, in River's
/// variant (0.26; earlier versions left out the newest bucket of each row as a cut point). Checked
/// against alarms recorded from River, and against a search over a window recomputed from scratch.
public struct ADWINRiver: DriftDetector, Codable {
  private(set) var window: AdaptiveWindow
  private var hasAlarmed = false

  init(_ values: SettingValues) { window = AdaptiveWindow(values, margin: 0) }

  /// Takes the next value; throws ``InputError`` unless it is finite.
  public mutating func update(_ value: Double) throws(InputError) -> DriftSignal {
    try Domain.requireFinite(value, "adwin-river")
    if hasAlarmed { window.reset() }
    hasAlarmed = window.insert(value)
    return hasAlarmed ? .drift : .stable
  }

  /// Its registry line.
  public static let entry = Entry<any DriftDetector>(
    "adwin-river", "adaptive window, alarms on any change of the mean and starts afresh (River)",
    formula: """
      cut where |μ0−μ1| > √(2 m v D) + ⅔ D m, D = ln(2 ln n / delta), \
      m = 1/(n0−w+1) + 1/(n1−w+1), w = min-window, n0, n1 ≥ w; drift at any cut; \
      the next value meets an empty window
      """,
    source: "Bifet & Gavaldà, SDM 2007; River 0.26's variant", settings: AdaptiveWindow.settings
  ) { values, _ in ADWINRiver(values) }
}
