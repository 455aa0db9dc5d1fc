internal import Core
internal import Training

extension Architecture {
  /// Refuses regression for what lives on classes.
  ///
  /// - Parameters:
  ///   - setting: where the mistake is told.
  ///   - what: what needs classes: a strategy, or one with that setting.
  func requireClasses(_ setting: String, _ what: String) throws(SettingError) {
    guard head == .regression else { return }
    throw SettingError(
      setting,
      "\(what) needs classes, and the label is a number here; allowed: a stream with classes")
  }
}
