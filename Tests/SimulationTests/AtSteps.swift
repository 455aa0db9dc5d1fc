import Core

/// Fires at given steps; writes down what it sees.
struct AtSteps: Trigger {
  let steps: Set<Int>
  var recorder: Recorder?
  /// Outcomes carry no row numbers; they are counted off in the order of the rows.
  private var seen = 0

  init(_ steps: Set<Int>, _ recorder: Recorder? = nil) {
    self.steps = steps
    self.recorder = recorder
  }

  mutating func decide(_ observation: Observation) -> Decision {
    let arrived = seen..<seen + observation.outcomes.count
    seen = arrived.upperBound
    recorder?.note(
      .decide(
        step: observation.step, outcomes: arrived.isEmpty ? 0..<0 : arrived,
        newRows: observation.newRows,
        historyRows: observation.historyRows, updates: observation.updates,
        age: observation.modelAge))
    return Decision(fires: steps.contains(observation.step), signal: "steps")
  }

  func updated(_ report: UpdateReport) { recorder?.note(.updated(step: report.step)) }

  // Nothing of a test's recording is written down.
  func encode(to encoder: any Encoder) {}
  mutating func restore(from decoder: any Decoder) {}
}
