import Core
import Testing

@testable import Evaluation

@Suite struct ConfusionTests {
  private func confusion(
    _ cells: [(label: Int, prediction: Int, count: Int)], classes: Int
  ) -> Confusion {
    var confusion = Confusion(classCount: classes)
    for (label, prediction, count) in cells {
      confusion.add(ConfusionCell(concept: 0, label: label, prediction: prediction, count: count))
    }
    return confusion
  }

  private func kappa(_ cells: [(label: Int, prediction: Int, count: Int)], classes: Int) -> Double?
  {
    confusion(cells, classes: classes).kappa
  }

  /// p₀ = 35/50 = .7; p_c = (25·30 + 25·20)/2500 = .5; kappa = .2/.5.
  @Test func handWorked() {
    #expect(close(kappa([(0, 0, 20), (0, 1, 5), (1, 0, 10), (1, 1, 15)], classes: 2), 0.4))
  }

  /// scikit-learn 1.9's cohen_kappa_score; see scripts/reference/metrics.py.
  @Test func agreesWithScikitLearn() {
    let labels = [0, 2, 1, 1, 0, 2, 2, 0, 1, 2, 0, 0, 1, 2, 2, 1, 0, 2, 1, 0]
    let predictions = [0, 2, 1, 0, 0, 2, 1, 0, 1, 2, 2, 0, 1, 1, 2, 1, 0, 2, 2, 0]
    let cells = zip(labels, predictions).map { ($0, $1, 1) }
    #expect(close(kappa(cells, classes: 3), 0.624060150375940))
  }

  @Test func worseThanChanceIsNegative() {
    #expect(close(kappa([(0, 1, 5), (1, 0, 5)], classes: 2), -1))
  }

  @Test func undefinedWithoutRowsAndWhenChanceIsCertain() {
    #expect(kappa([], classes: 2) == nil)
    #expect(kappa([(1, 1, 9)], classes: 2) == nil)
  }

  /// scikit-learn 1.9; see scripts/reference/metrics.py.
  @Test func classMeansAgreeWithScikitLearn() {
    let labels = [0, 2, 1, 1, 0, 2, 2, 0, 1, 2, 0, 0, 1, 2, 2, 1, 0, 2, 1, 0]
    let predictions = [0, 2, 0, 0, 0, 2, 1, 0, 1, 2, 0, 0, 1, 0, 2, 1, 0, 2, 0, 0]
    let scores = confusion(zip(labels, predictions).map { ($0, $1, 1) }, classes: 3)
    for (value, expected) in [
      (scores.balancedAccuracy, 0.738095238095238), (scores.macroPrecision, 0.795454545454545),
      (scores.macroF1, 0.737037037037037), (scores.geometricMean, 0.709491705985192),
      (scores.precision(1), 0.75), (scores.recall(1), 0.5), (scores.f1(1), 0.6),
    ] {
      #expect(value.map { abs($0 - expected) < 1e-9 } ?? false, "\(expected)")
    }
  }

  /// Labels 0 and 1, predictions 0 and 2: recalls 1 and 0; precisions 1/2, none, 0; F1s 2/3, 0, 0. A class
  /// that is neither does not count.
  @Test func classesThatDoNotOccur() {
    let scores = confusion([(0, 0, 1), (1, 0, 1), (1, 2, 2)], classes: 4)
    #expect(close(scores.balancedAccuracy, 0.5))
    #expect(close(scores.macroPrecision, 0.5 / 3))
    #expect(close(scores.macroF1, 2.0 / 9))
    #expect(scores.geometricMean == 0)
    #expect(scores.precision(1) == nil)
    #expect(scores.recall(2) == nil)
    #expect(scores.f1(3) == nil)
  }
}
