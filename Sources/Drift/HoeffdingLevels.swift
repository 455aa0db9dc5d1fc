internal import Core
internal import Glibc

/// The two levels of HDDM, as the logarithms that its bounds are made of.
struct HoeffdingLevels: Sendable, Codable {
  static let driftConfidence = Setting.number(
    "drift-confidence", in: .open(0, 1), default: 0.001, "level at which a change is a drift")
  static let warningConfidence = Setting.number(
    "warning-confidence", in: .open(0, 1), default: 0.005, "level at which a change warns")

  static let settings = [driftConfidence.declaration, warningConfidence.declaration]

  /// ln(1/a) at the level of drift and of warning.
  let drift: Double, warning: Double
  /// ln(2/a) at the level of drift and of warning.
  let driftTwoSided: Double, warningTwoSided: Double

  init(_ values: SettingValues) {
    drift = log(1 / values[Self.driftConfidence])
    warning = log(1 / values[Self.warningConfidence])
    driftTwoSided = log(2 / values[Self.driftConfidence])
    warningTwoSided = log(2 / values[Self.warningConfidence])
  }
}
