public import Core

/// Decision records, one JSON object a line.
public enum JSONLines {
  /// The decisions of a scenario's runs that its plan keeps, run after run and in order of steps.
  ///
  /// - Parameters:
  ///   - scenario: the scenario's name.
  ///   - text: its text.
  public static func decisions(
    of runs: [RunResult], scenario: String, text: String, plan: DecisionPlan
  ) -> String {
    var lines = ""
    for run in runs {
      let records = run.log.decisions.filter { plan.keeps($0.decision, action: $0.action) }
      guard !records.isEmpty else { continue }
      let described = Dictionary(
        run.log.diagnoses.map { ($0.diagnosis.step, $0.diagnosis) }, uniquingKeysWith: { $1 })
      let settings = run.settingsFingerprint(scenario: text)
      for record in records {
        JSON.object(
          JSON.whose(record, of: run, scenario: scenario) + JSON.why(record)
            + JSON.prints(record, settings: settings)
            + (described[record.step].map { [("diagnosis", JSON($0))] } ?? [])
        ).write(to: &lines, indent: nil)
        lines += "\n"
      }
    }
    return lines
  }

  /// What decisions turned out to be worth, a line each.
  public static func outcomes(_ outcomes: [RealizedOutcome]) -> String {
    outcomes.map { JSON($0).line + "\n" }.joined()
  }
}
