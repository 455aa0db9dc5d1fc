import Core

@testable import Evaluation

/// Two classes; of every step's rows of one concept, `correct` are class 1 predicted as 1 and the rest
/// class 1 predicted as 0.
func step(
  _ i: Int, rows: Int = 10, correct: Int, concept: Int = 0, noChange: Int = 0, majority: Int = 0,
  bayes: Double? = nil, loss: Double = 0
) -> StepRecord {
  let wrong = ConfusionCell(concept: concept, label: 1, prediction: 0, count: rows - correct)
  let right = ConfusionCell(concept: concept, label: 1, prediction: 1, count: correct)
  return StepRecord(
    step: i, version: 0, rows: rows, cells: [wrong, right].filter { $0.count > 0 }, lossSum: loss,
    noChangeCorrect: noChange, majorityCorrect: majority, bayesSum: bayes)
}

/// A log of 10 rows a step; segments are under the given concepts, 100 rows each unless given.
func makeLog(
  concepts: [Int] = [0], segments: [Segment]? = nil, classCount: Int = 2, untrained: [Double] = [],
  steps: [StepRecord] = [], rows: [[Double]?] = []
) -> RunLog {
  let segments = segments ?? concepts.enumerated().map { Segment(concept: $1, start: $0 * 100) }
  var log = RunLog(
    concepts: (0...(segments.map(\.concept).max() ?? 0)).map {
      Concept(index: $0, label: "f=\($0)")
    },
    segments: segments, classCount: classCount, batch: 10, untrainedAccuracy: untrained)
  for step in steps { log.record(step) }
  for (segment, accuracies) in rows.enumerated() {
    guard let accuracies else { continue }
    log.record(EvaluationPoint(step: 10 * segment + 9, segment: segment, accuracies: accuracies))
  }
  return log
}

/// The value of a metric on a log, windows being 2 steps long.
func value(_ metric: String, _ log: RunLog, control: Control? = nil) -> Double? {
  let scores = RunScores(log, window: 2, control: control)
  return Metric.all.first { $0.name == metric }.flatMap { $0.value(scores) }
}

/// Whether a value is defined and equal but for rounding.
func close(_ value: Double?, _ expected: Double) -> Bool {
  value.map { abs($0 - expected) < 1e-12 } ?? false
}
