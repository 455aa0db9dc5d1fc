import Core
import Drift

/// The key `diagnosis`: how drifts are described.
enum DiagnosisKeys {
  static let every = Setting.optionalInteger(
    "every", in: .closed(1, 1e9),
    "steps from one description to the next; without it only at updates")
  static let all = [every.declaration] + DriftDiagnoser.declarations
  static let diagnosis = SettingDeclaration(
    "diagnosis", .group(all),
    "describe drifts in every run; default: only for strategies that ask what drifted")

  /// The plan; strategies that need it have it with defaults where the key is not given.
  static func plan(_ values: SettingValues, isGiven: Bool) -> DiagnosisPlan {
    DiagnosisPlan(isForAll: isGiven, every: values[every]) { DriftDiagnoser($0, values) }
  }
}
