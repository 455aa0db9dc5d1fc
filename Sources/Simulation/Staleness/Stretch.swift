internal import Core
internal import Numerics
internal import Training

/// A part of a stream that is run as a stream of its own.
public enum Stretch: Hashable, Sendable {
  /// All of it.
  case whole
  /// The first steps.
  case first(Int)
  /// What comes after so many steps: these train the first model together with the warm-up, all of their labels
  /// having arrived, and steps count from 0 again.
  case after(Int)

  /// What tells the files of different stretches apart.
  var suffix: String {
    switch self {
    case .whole: ""
    case .first(let steps): "-first-\(steps)"
    case .after(let steps): "-after-\(steps)"
    }
  }

  /// Steps that train the first model.
  var skipped: Int { if case .after(let steps) = self { steps } else { 0 } }

  /// The most steps that are run.
  var most: Int { if case .first(let steps) = self { steps } else { .max } }
}

extension Stretch {
  /// Goes past the steps that train the first model; returns the rows that train it.
  ///
  /// Of these steps the rows whose labels ever arrive are trained on, held-out rows never.
  func skip(
    _ stream: inout any DataStream, _ scenario: Scenario, warmUp: Examples, root: RandomStream
  ) throws -> Examples {
    guard skipped > 0 else { return warmUp }
    let plan = LabelPlan(rate: scenario.stream.labels.rate)
    var (rows, queue) = (warmUp, try LabelQueue(plan, stream.schema))
    var batch = Batch(width: stream.schema.features.count)
    for step in 0..<skipped where stream.next(scenario.stream.batch, into: &batch) {
      let unanswered = batch.labels.map { Outcome(label: $0, prediction: 0, loss: 0) }
      let delivery = queue.exchange(
        batch, unanswered, step: step, random: root.child("labels", step))
      if let delivery { rows.append(delivery.examples) }
    }
    return rows
  }

  /// The drifts that are still to come, or under way, after so many rows.
  func drifts(_ all: [KnownDrift], rows: Int) -> [KnownDrift] {
    all.map { KnownDrift(at: $0.row - rows, width: $0.width) }
      .filter { $0.width > 1 ? $0.end > 0 : $0.row >= 0 }
  }
}
