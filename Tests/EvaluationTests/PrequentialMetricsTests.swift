import Core
import Testing

@testable import Evaluation

@Suite struct PrequentialMetricsTests {
  /// 15 of 20 rows right; the controls 10 and 4.
  private let log = makeLog(
    steps: [
      step(0, correct: 9, noChange: 4, majority: 1, bayes: 9.5, loss: 3),
      step(1, rows: 6, correct: 4, noChange: 4, majority: 2, loss: 5),
      step(2, rows: 4, correct: 2, noChange: 2, majority: 1, bayes: 3.5, loss: 2),
    ])

  @Test func handWorked() {
    #expect(close(value("accuracy", log), 0.75))
    #expect(close(value("final-window-accuracy", log), 0.6))
    #expect(close(value("no-change-accuracy", log), 0.5))
    #expect(close(value("majority-accuracy", log), 0.2))
    #expect(close(value("kappa-temporal", log), 0.5))
    #expect(close(value("kappa-m", log), 0.6875))
    #expect(close(value("log-loss", log), 0.5))
  }

  /// 9 of 10, 4 of 6, 2 of 4 rows right; the first fade over ten rows, the second over four.
  @Test func fadedByHand() {
    func power(_ n: Int) -> Double { (0..<n).reduce(1) { product, _ in product * 0.999 } }
    let right = 9 * power(10) + 4 * power(4) + 2
    let rows = 10 * power(10) + 6 * power(4) + 4
    #expect(close(value("faded-accuracy", log), right / rows))
    var diverged = log
    diverged.outcome = .diverged(step: 2)
    #expect(value("faded-accuracy", diverged) == nil)
  }

  /// The label is always 1; no-change would have been right from the second row on, majority never.
  @Test func controlsHaveConfusions() {
    var log = makeLog(steps: [step(0, rows: 4, correct: 3, noChange: 3)])
    for row in 0..<4 { log.sums.add(label: 1, noChange: row > 0 ? 1 : nil, majority: 0) }
    #expect(close(value("recall", log, control: .noChange), 0.75))
    #expect(close(value("precision", log, control: .noChange), 1))
    #expect(close(value("macro-f1", log, control: .noChange), 6.0 / 7))
    #expect(close(value("kappa", log, control: .majority), 0))
  }

  /// Only the 14 rows whose Bayes accuracy is known: (13 − 11) / 14.
  @Test func regretLeavesOutStepsOfUnknownBayes() {
    #expect(close(value("bayes-regret", log), 2.0 / 14))
    #expect(value("bayes-regret", makeLog(steps: [step(0, correct: 3)])) == nil)
  }

  @Test func controlsAreScoredOnTheSameRows() {
    #expect(close(value("accuracy", log, control: .noChange), 0.5))
    #expect(close(value("kappa-temporal", log, control: .noChange), 0))
    #expect(close(value("final-window-accuracy", log, control: .majority), 0.3))
    for metric in [
      "kappa", "log-loss", "final-accuracy", "training-flops", "updates", "state-bytes",
    ] {
      #expect(value(metric, log, control: .majority) == nil, "\(metric)")
    }
  }

  @Test func regressionHasALossAndNoAccuracy() {
    let record = StepRecord(
      step: 0, version: 0, rows: 4, cells: [], lossSum: 10, noChangeCorrect: 2, majorityCorrect: 2,
      bayesSum: nil)
    let log = makeLog(classCount: 0, steps: [record])
    #expect(close(value("mean-squared-error", log), 2.5))
    for metric in ["log-loss", "accuracy", "kappa", "kappa-m", "no-change-accuracy"] {
      #expect(value(metric, log) == nil, "\(metric)")
    }
    #expect(value("mean-squared-error", self.log) == nil)
  }

  @Test func divergedRunHasNoFinalWindow() {
    var diverged = log
    diverged.outcome = .diverged(step: 2)
    #expect(value("final-window-accuracy", diverged) == nil)
    #expect(close(value("accuracy", diverged), 0.75))
  }

  @Test func infiniteLossIsUndefined() {
    #expect(value("log-loss", makeLog(steps: [step(0, correct: 1, loss: .infinity)])) == nil)
  }
}
