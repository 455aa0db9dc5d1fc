public import Core

/// ADWIN as MOA has it: an adaptive window that alarms when the mean rose.
///
/// After a cut the recent part of the window is kept. Drift is reported if values were dropped and the
/// mean of what is left exceeds the mean before the value: a fall of the error shrinks the window
/// silently. Never warns. Any finite number is allowed.
///
/// Bifet & Gavaldà, *Learning from Time-Changing Data with Adaptive Windowing*, SDM 2007, in MOA's
/// variant. Differs from MOA in one place: counts are not multiplied as 32-bit integers (see
/// ``ExponentialHistogram``); alarms are equal on windows below 130 000 values. Checked against alarms
/// recorded from MOA, and against a search over a window recomputed from scratch.
public struct ADWIN: DriftDetector, Codable {
  private(set) var window: AdaptiveWindow

  init(_ values: SettingValues) { window = AdaptiveWindow(values, margin: 2) }

  /// Takes the next value; throws ``InputError`` unless it is finite.
  public mutating func update(_ value: Double) throws(InputError) -> DriftSignal {
    try Domain.requireFinite(value, "adwin")
    let before = window.mean
    return window.insert(value) && window.mean > before ? .drift : .stable
  }

  /// Its registry line.
  public static let entry = Entry<any DriftDetector>(
    "adwin", "adaptive window, alarms when the mean rose (MOA)",
    formula: """
      cut where |μ0−μ1| > √(2 m v D) + ⅔ D m, D = ln(2 ln n / delta), \
      m = 1/(n0−w+1) + 1/(n1−w+1), w = min-window, n0, n1 ≥ w+2; drop the older part; \
      drift if the mean rose
      """,
    source: "Bifet & Gavaldà, SDM 2007; MOA's variant", settings: AdaptiveWindow.settings
  ) { values, _ in ADWIN(values) }
}
