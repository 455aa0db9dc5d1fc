import Core
import Testing

@testable import Evaluation

@Suite struct ConfusionTests {
  private func kappa(_ cells: [(label: Int, prediction: Int, count: Int)], classes: Int) -> Double?
  {
    var confusion = Confusion(classCount: classes)
    for (label, prediction, count) in cells {
      confusion.add(ConfusionCell(concept: 0, label: label, prediction: prediction, count: count))
    }
    return confusion.kappa
  }

  /// p₀ = 35/50 = .7; p_c = (25·30 + 25·20)/2500 = .5; kappa = .2/.5.
  @Test func handWorked() {
    #expect(close(kappa([(0, 0, 20), (0, 1, 5), (1, 0, 10), (1, 1, 15)], classes: 2), 0.4))
  }

  /// scikit-learn 1.9's cohen_kappa_score; see scripts/reference/kappa.py.
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
}
