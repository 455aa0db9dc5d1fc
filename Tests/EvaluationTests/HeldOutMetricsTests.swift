import Core
import Testing

@testable import Evaluation

@Suite struct HeldOutMetricsTests {
  /// R² in place of accuracy, which may lie below 0: the same means.
  @Test func regressionByHand() {
    let log = makeLog(
      concepts: [0, 1, 2], classCount: 0, untrained: [-1, -2, -0.5],
      rows: [[0.9, -3, 0.4], [0.7, 0.8, 0.5], [-0.6, 0.7, 0.9]])
    #expect(close(value("final-accuracy", log), 1.0 / 3))
    #expect(close(value("bwt", log), ((-0.6 - 0.9) + (0.7 - 0.8)) / 2))
    #expect(close(value("forgetting-max", log), ((0.9 + 0.6) + (0.8 - 0.7)) / 2))
    #expect(close(value("fwt", log), ((-3.0 + 2) + (0.5 + 0.5)) / 2))
    #expect(close(value("learning-accuracy", log), (0.9 + 0.8 + 0.9) / 3))
    #expect(close(value("min-accuracy", log), (-0.6 + 0.7) / 2))
    // No row is right or wrong.
    for metric in ["accuracy", "kappa", "churn", "negative-flip-rate"] {
      #expect(value(metric, log) == nil, "\(metric)")
    }
  }

  /// Attacked at the ends of both segments; the last counts.
  @Test func robustnessIsThatOfTheEnd() {
    func log(_ attacked: [[Double]?]) -> RunLog {
      var log = makeLog(concepts: [0, 1])
      for (segment, values) in attacked.enumerated() {
        log.record(
          EvaluationPoint(
            step: 10 * segment + 9, segment: segment, accuracies: [0.9, 0.8], attacked: values))
      }
      return log
    }
    #expect(close(value("robustness", log([[0.1, 0.2], [0.5, 0.7]])), 0.6))
    #expect(value("robustness", log([[0.1, 0.2], nil])) == nil, "no network to attack")
    #expect(value("robustness", log([[0.1, 0.2]])) == nil, "the last segment never ended")
    #expect(value("robustness", log([nil, [0.5, .nan]])) == nil)
    #expect(value("robustness", log([[0.1, 0.2], [0.5, 0.7]]), control: .majority) == nil)
  }
}
