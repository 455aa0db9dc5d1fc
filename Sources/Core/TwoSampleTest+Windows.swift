extension TwoSampleTest {
  /// Refuses windows that are too small for the test, and a level that no p of it reaches: what uses it rejects
  /// where p ≤ level, and would never do so.
  ///
  /// - Throws: ``SettingError`` at the window, or the level.
  public func check(
    windows: [Setting<Int>], level: Setting<Double>, in values: SettingValues
  ) throws(SettingError) {
    for window in windows where values[window] < leastRows {
      throw SettingError(
        window.declaration.name,
        "\(values[window]) values are too few for the test; allowed: ≥ \(leastRows)")
    }
    guard values[level] >= leastP else {
      throw SettingError(
        level.declaration.name,
        "no p of the test is as small as \(values[level]); allowed: ≥ \(leastP), or more "
          + "permutations")
    }
  }
}
