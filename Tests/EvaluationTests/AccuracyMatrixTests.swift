import Core
import Testing

@testable import Evaluation

@Suite struct AccuracyMatrixTests {
  private let square = makeLog(
    concepts: [0, 1, 2], untrained: [0.5, 0.4, 0.3],
    rows: [[0.9, 0.5, 0.4], [0.7, 0.8, 0.5], [0.6, 0.7, 0.9]])

  @Test func threeConceptsByHand() {
    #expect(close(value("final-accuracy", square), 2.2 / 3))
    #expect(close(value("average-incremental-accuracy", square), (0.9 + 0.75 + 2.2 / 3) / 3))
    #expect(close(value("bwt", square), ((0.6 - 0.9) + (0.7 - 0.8)) / 2))
    #expect(close(value("forgetting-max", square), ((0.9 - 0.6) + (0.8 - 0.7)) / 2))
    #expect(close(value("fwt", square), ((0.5 - 0.4) + (0.5 - 0.3)) / 2))
  }

  /// Concepts 0 1 0 2 1: concept 1, active at the end, is not past; concept 0 was known best in its
  /// second segment; concept 2 was better by chance before it was learned, which does not count.
  @Test func recurringConceptsByHand() {
    let log = makeLog(
      concepts: [0, 1, 0, 2, 1], untrained: [0.5, 0.4, 0.2],
      rows: [
        [0.90, 0.50, 0.30], [0.60, 0.80, 0.99], [0.95, 0.55, 0.35], [0.70, 0.60, 0.85],
        [0.65, 0.82, 0.50],
      ])
    #expect(close(value("final-accuracy", log), (0.65 + 0.82 + 0.5) / 3))
    #expect(close(value("bwt", log), ((0.65 - 0.9) + (0.5 - 0.85)) / 2))
    #expect(close(value("forgetting-max", log), ((0.95 - 0.65) + (0.85 - 0.5)) / 2))
    #expect(close(value("fwt", log), ((0.5 - 0.4) + (0.35 - 0.2)) / 2))
    let seen = [0.9, 1.4 / 2, 1.5 / 2, 2.15 / 3, 1.97 / 3]
    #expect(close(value("average-incremental-accuracy", log), seen.reduce(0, +) / 5))
  }

  @Test func firstAndLastLearnedByHand() {
    #expect(close(value("forgetting-first", square), 0.2))
    #expect(close(value("learning-accuracy", square), (0.9 + 0.8 + 0.9) / 3))
  }

  /// Examinations between segment ends: concept 0 is lowest there, before it ends it does not count.
  /// Two past concepts, min-ACC (.2 + .7)/2; WC-ACC .9/3 + 2/3 · .45.
  @Test func anytimeByHand() {
    var log = makeLog(concepts: [0, 1, 2])
    for (step, segment, accuracies) in [
      (4, nil, [0.1, 0.5, 0.4]), (9, 0, [0.9, 0.5, 0.4]), (14, nil, [0.2, 0.6, 0.4]),
      (19, 1, [0.7, 0.8, 0.5]), (24, nil, [0.5, 0.75, 0.6]), (29, 2, [0.6, 0.7, 0.9]),
    ] as [(Int, Int?, [Double])] {
      log.record(EvaluationPoint(step: step, segment: segment, accuracies: accuracies))
    }
    #expect(close(value("min-accuracy", log), 0.45))
    #expect(close(value("worst-case-accuracy", log), 0.3 + 0.3))
    let seen = [0.1, 0.9, 0.8 / 2, 1.5 / 2, 1.85 / 3, 2.2 / 3]
    #expect(close(value("average-anytime-accuracy", log), seen.reduce(0, +) / 6))
  }

  /// Concept 0 returns: what counts is from the end of its first segment on.
  @Test func minimumOfARecurringConcept() {
    let log = makeLog(
      concepts: [0, 1, 0, 1], rows: [[0.9, 0.5], [0.4, 0.8], [0.9, 0.6], [0.7, 0.8]])
    #expect(close(value("min-accuracy", log), 0.4))
    #expect(close(value("worst-case-accuracy", log), 0.8 / 2 + 0.4 / 2))
  }

  /// Two switches, after steps 9 and 19; windows are 2 steps. After the first, concept 0 dips from .9 to
  /// .5 within the window (.2 comes later); after the second, concepts 0 and 1 from .6 and .8 to .5 and .6.
  @Test func stabilityGapByHand() {
    var log = makeLog(concepts: [0, 1, 2])
    for (step, segment, accuracies) in [
      (9, 0, [0.9, 0.1, 0.1]), (10, nil, [0.7, 0.5, 0.1]), (11, nil, [0.5, 0.6, 0.1]),
      (12, nil, [0.2, 0.7, 0.1]), (19, 1, [0.6, 0.8, 0.1]), (21, nil, [0.5, 0.6, 0.9]),
      (29, 2, [0.1, 0.1, 0.9]),
    ] as [(Int, Int?, [Double])] {
      log.record(EvaluationPoint(step: step, segment: segment, accuracies: accuracies))
    }
    #expect(close(value("stability-gap", log), (0.4 + (0.1 + 0.2) / 2) / 2))
  }

  /// The concept switched to does not count as old; without an examination in the window there is no gap.
  @Test func stabilityGapOfARecurringConceptAndWithoutExaminations() {
    var log = makeLog(concepts: [0, 1, 0])
    for (step, segment, accuracies) in [
      (9, 0, [0.9, 0.1]), (13, nil, [0.1, 0.1]), (19, 1, [0.6, 0.8]), (20, nil, [0.1, 0.5]),
      (29, 2, [0.9, 0.1]),
    ] as [(Int, Int?, [Double])] {
      log.record(EvaluationPoint(step: step, segment: segment, accuracies: accuracies))
    }
    #expect(close(value("stability-gap", log), 0.3))
    #expect(
      value("stability-gap", makeLog(concepts: [0, 1], rows: [[0.9, 0.1], [0.8, 0.7]])) == nil)
  }

  @Test func oneConceptIsItsOwnWorstCase() {
    let log = makeLog(concepts: [0], rows: [[0.9]])
    #expect(value("min-accuracy", log) == nil)
    #expect(close(value("worst-case-accuracy", log), 0.9))
  }

  /// 3 of 20 rows, then 1 of 20, went from right to wrong; 5 and 2 changed.
  @Test func flipsByHand() {
    var log = makeLog()
    for (step, flips) in [
      nil, Flips(rows: 20, negative: 3, changed: 5), nil,
      Flips(rows: 20, negative: 1, changed: 2),
    ].enumerated() {
      log.record(EvaluationPoint(step: step, segment: nil, accuracies: [0.5], flips: flips))
    }
    #expect(close(value("negative-flip-rate", log), 0.1))
    #expect(close(value("churn", log), 7.0 / 40))
  }

  @Test func oneConceptHasNoTransfer() {
    let log = makeLog(concepts: [0], untrained: [0.5], rows: [[0.9]])
    #expect(close(value("final-accuracy", log), 0.9))
    for metric in ["bwt", "forgetting-max", "fwt"] {
      #expect(value(metric, log) == nil, "\(metric)")
    }
  }

  /// The last segment never ended: only forward transfer needs no later row than it has.
  @Test func divergedRunHasNoFinalNumbers() {
    let log = makeLog(
      concepts: [0, 1, 2], untrained: [0.5, 0.4, 0.3],
      rows: [[0.9, 0.5, 0.4], [0.7, 0.8, 0.5], nil])
    for metric in [
      "final-accuracy", "average-incremental-accuracy", "bwt", "forgetting-max",
      "average-anytime-accuracy", "min-accuracy", "worst-case-accuracy", "learning-accuracy",
    ] {
      #expect(value(metric, log) == nil, "\(metric)")
    }
    #expect(close(value("fwt", log), 0.15))
  }

  /// Forgetting needs the rows in between too, backward transfer does not.
  @Test func missingMiddleRow() {
    let log = makeLog(
      concepts: [0, 1, 2], rows: [[0.9, 0.5, 0.4], [0.7, 0.8, .nan], [0.6, 0.7, 0.9]])
    #expect(close(value("bwt", log), -0.2))
    let gap = makeLog(concepts: [0, 1, 1], rows: [[0.9, 0.5], nil, [0.6, 0.7]])
    #expect(close(value("bwt", gap), -0.3))
    #expect(value("forgetting-max", gap) == nil)
  }

  @Test func transferNeedsTheUntrainedNetwork() {
    #expect(value("fwt", makeLog(concepts: [0, 1], rows: [[0.9, 0.5], [0.7, 0.8]])) == nil)
  }

  /// An undefined held-out accuracy makes a mean undefined, not NaN.
  @Test func undefinedAccuracyIsUndefinedMean() {
    #expect(value("final-accuracy", makeLog(concepts: [0, 1], rows: [nil, [0.9, .nan]])) == nil)
  }
}
