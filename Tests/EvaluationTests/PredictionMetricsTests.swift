import Core
import Testing

@testable import Evaluation

/// Metrics of scores, probabilities and regressions against scikit-learn 1.9; see
/// scripts/reference/metrics.py.
@Suite struct PredictionMetricsTests {
  private let labels = [1, 0, 1, 1, 0, 0, 1, 0, 1, 0, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1]
  private let sixtyFourths = [
    60, 9, 33, 50, 33, 2, 17, 41, 33, 5, 26, 64, 0, 17, 48, 12, 55, 9, 21, 63,
  ]

  /// One step with the given right of so many rows, and probabilities in the log.
  private func log(classCount: Int, _ rows: [(probabilities: [Float], label: Int)]) -> RunLog {
    var log = makeLog(classCount: classCount, steps: [step(0, rows: rows.count, correct: 1)])
    for (probabilities, label) in rows {
      let best = probabilities.indices.max { probabilities[$0] < probabilities[$1] } ?? 0
      log.sums.add(probabilities: probabilities, prediction: best, label: label)
    }
    return log
  }

  private func near(_ value: Double?, _ expected: Double) -> Bool {
    value.map { abs($0 - expected) < 1e-9 } ?? false
  }

  @Test func twoClasses() {
    let log = log(
      classCount: 2,
      zip(sixtyFourths, labels).map { ([1 - Float($0) / 64, Float($0) / 64], $1) })
    #expect(near(value("roc-auc", log), 0.813131313131313))
    #expect(near(value("pr-auc", log), 0.800529100529100))
    #expect(near(value("brier", log), 0.17939453125))
    #expect(near(value("calibration-error", log), 0.1703125))
    for metric in ["roc-auc", "pr-auc", "brier", "calibration-error"] {
      #expect(value(metric, log, control: .majority) == nil, "\(metric)")
    }
  }

  @Test func threeClasses() {
    let sixteenths: [[Float]] = [[10, 4, 2], [3, 12, 1], [5, 5, 6], [9, 3, 4]]
    let log = log(
      classCount: 3, zip(sixteenths, [0, 1, 2, 2]).map { ($0.map { $0 / 16 }, $1) })
    #expect(near(value("brier", log), 0.455078125))
    for metric in ["roc-auc", "pr-auc", "precision", "recall", "f1"] {
      #expect(value(metric, log) == nil, "\(metric)")
    }
  }

  @Test func regression() {
    let values: [Float] = [1.5, -0.25, 3, 2.75, 0, -1.5, 4.25, 1]
    let guesses: [Float] = [1.25, 0.5, 2.5, 3.5, 0.25, -1, 3, 1]
    var log = makeLog(classCount: 0)
    for (label, guess) in zip(values, guesses) { log.sums.add(value: guess, label: label) }
    #expect(near(value("mae", log), 0.53125))
    #expect(near(value("rmse", log), 0.643476883811688))
    #expect(near(value("r-squared", log), 0.871320182094082))
    #expect(value("brier", log) == nil)
  }

  @Test func constantLabelsHaveNoVarianceToExplain() {
    var log = makeLog(classCount: 0)
    for guess in [Float(1), 2] { log.sums.add(value: guess, label: 2) }
    #expect(value("r-squared", log) == nil)
    #expect(value("mae", log) == 0.5)
  }

  /// The share of pairs ranked right, pair by pair.
  @Test func rocAreaByBruteForce() {
    var (wins, pairs) = (0.0, 0.0)
    for (a, x) in zip(labels, sixtyFourths) where a == 1 {
      for (b, y) in zip(labels, sixtyFourths) where b == 0 {
        wins += x > y ? 1 : x == y ? 0.5 : 0
        pairs += 1
      }
    }
    #expect(near(wins / pairs, 0.813131313131313))
  }

  /// Without rows of both classes there is no pair to rank.
  @Test func oneClassHasNoRanking() {
    let negatives = RankingQuality([.init(negatives: 3), .init(negatives: 1)])
    #expect(negatives.rocArea == nil && negatives.averagePrecision == nil)
    let positives = RankingQuality([.init(positives: 3)])
    #expect(positives.rocArea == nil && positives.averagePrecision == 1)
  }

  @Test func aProbabilityThatIsNoNumberLeavesNothingDefined() {
    let log = log(classCount: 2, [([.nan, .nan], 0), ([0.5, 0.5], 1)])
    for metric in ["roc-auc", "pr-auc", "brier", "calibration-error"] {
      #expect(value(metric, log) == nil, "\(metric)")
    }
  }
}
