internal import Core

extension Trigger {
  /// Refuses a run that the trigger could not decide in, and tells a clairvoyant one of the drifts to come.
  mutating func begin(
    _ scenario: Scenario, _ drifts: [KnownDrift]?, _ facts: RunFacts
  ) throws(SettingError) {
    try check(
      RunConditions(
        facts: facts, hasHardware: scenario.hardware != nil,
        hasComplaints: scenario.stream.complaints != nil, drifts: drifts))
    if isClairvoyant { reveal((drifts ?? []).map { $0.steps(of: scenario.stream.batch) }) }
  }
}
