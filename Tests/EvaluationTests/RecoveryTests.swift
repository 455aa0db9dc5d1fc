import Core
import Testing

@testable import Evaluation

@Suite struct RecoveryTests {
  /// A run with the given rows right of 10 in every step, and drifts at the given rows.
  private func log(_ correct: [Int], drifts: [Segment], bayes: [Double?]? = nil) -> RunLog {
    makeLog(
      segments: [Segment(concept: 0, start: 0)] + drifts,
      steps: correct.enumerated().map { step($0, correct: $1, bayes: bayes?[$0]) })
  }

  private func run(_ lengths: (value: Int, steps: Int)...) -> [Int] {
    lengths.flatMap { Array(repeating: $0.value, count: $0.steps) }
  }

  private let drift = [Segment(concept: 1, start: 200)]

  /// The ten steps from the sixth on have mean .89: exactly .01 below the level.
  @Test func abruptDriftByHand() {
    let log = log(run((9, 20), (5, 5), (8, 1), (9, 20)), drifts: drift)
    #expect(value("recovery-time", log) == 5)
    #expect(value("unrecovered", log) == 0)
  }

  /// A distance of .01 counts, however the level rounds.
  @Test(arguments: 1...9) func theToleranceIsInclusive(level: Int) {
    let log = log(run((level, 20), (level - 1, 1), (level, 9)), drifts: drift)
    #expect(value("recovery-time", log) == 0)
  }

  @Test func neverRecoveredIsCensored() {
    let log = log(run((9, 20), (8, 30)), drifts: drift)
    #expect(value("recovery-time", log) == nil)
    #expect(value("unrecovered", log) == 1)
  }

  @Test func censoredDriftsAreNotAveraged() {
    let log = log(
      run((9, 20), (5, 7), (9, 23), (6, 30)), drifts: drift + [Segment(concept: 0, start: 500)])
    #expect(value("recovery-time", log) == 7)
    #expect(value("unrecovered", log) == 1)
  }

  /// The new concept is harder for anyone: .05 from Bayes before, and from the third step after.
  @Test func distanceToBayesCountsWhereItIsKnown() {
    let correct = run((9, 20), (4, 2), (7, 20))
    let bayes = Array(repeating: 9.5, count: 20) + Array(repeating: 7.5, count: 22)
    #expect(value("recovery-time", log(correct, drifts: drift, bayes: bayes)) == 2)
    #expect(value("recovery-time", log(correct, drifts: drift)) == nil)
  }

  /// Steps 15 to 24 are in transition; the level is that of 5 to 14, steps count from 25.
  @Test func gradualDriftCountsFromItsEnd() {
    let log = log(
      run((9, 15), (5, 12), (9, 20)), drifts: [Segment(concept: 1, start: 200, width: 100)])
    #expect(value("recovery-time", log) == 2)
  }

  /// A drift in the middle of step 20: the step belongs to neither side.
  @Test func driftInsideAStep() {
    let log = log(run((9, 20), (0, 1), (9, 20)), drifts: [Segment(concept: 1, start: 205)])
    #expect(value("recovery-time", log) == 0)
  }

  /// The next drift, nine steps later, leaves no ten steps to recover in.
  @Test func shortSegmentIsCensored() {
    let log = log(run((9, 60)), drifts: drift + [Segment(concept: 0, start: 290)])
    #expect(value("recovery-time", log) == 0)
    #expect(value("unrecovered", log) == 1)
  }

  @Test func driftsThatWereNotReachedDoNotCount() {
    #expect(value("unrecovered", log(run((9, 20)), drifts: drift)) == nil)
    #expect(value("unrecovered", log(run((9, 21)), drifts: drift)) == 1)
    #expect(value("unrecovered", log(run((9, 50)), drifts: [])) == nil)
  }
}
