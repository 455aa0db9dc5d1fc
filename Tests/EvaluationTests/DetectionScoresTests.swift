import Core
import Testing

@testable import Evaluation

@Suite struct DetectionScoresTests {
  private func scores(
    _ alarms: [Int], _ drifts: [KnownDrift], rows: Int = 100, window: Int = 10
  ) -> DetectionScores {
    DetectionScores(
      alarms: alarms, in: DetectionWindows(drifts, rows: rows, window: window))
  }

  /// One of two drifts found 2 rows late, once more in its window, and two false alarms: before the first
  /// drift and after the last window. 80 rows are outside the windows.
  @Test func byHand() {
    let scores = scores([10, 52, 54, 99], [KnownDrift(at: 50), KnownDrift(at: 80)])
    #expect(scores.alarms == 4 && scores.detections == 1 && scores.repeats == 1)
    #expect(scores.falseAlarms == 2 && scores.rowsOutside == 80 && scores.drifts == 2)
    #expect(scores.recall == 0.5 && scores.missedShare == 0.5)
    #expect(scores.precision == 1.0 / 3)
    #expect(scores.meanDelay == 2)
    #expect(scores.falseAlarmsPer1000 == 25 && scores.meanTimeBetweenFalseAlarms == 40)
    #expect(scores.meanTimeRatio == 40.0 / 2 * 0.5)
  }

  /// The delay of a gradual drift counts from the first row of its transition; what is missed has none.
  @Test func delaysAreOfDetectedDriftsOnly() {
    let drifts = [KnownDrift(at: 20, width: 10), KnownDrift(at: 50), KnownDrift(at: 80)]
    let scores = scores([20, 83], drifts)
    #expect(scores.delays == [5, 3] && scores.meanDelay == 4)
    #expect(scores.recall == 2.0 / 3 && scores.precision == 1)
    #expect(scores.meanTimeBetweenFalseAlarms == nil && scores.meanTimeRatio == nil)
    #expect(scores.falseAlarmsPer1000 == 0)
  }

  @Test func withoutAlarms() {
    let scores = scores([], [KnownDrift(at: 50)])
    #expect(scores.recall == 0 && scores.missedShare == 1)
    #expect(scores.precision == nil && scores.meanDelay == nil && scores.meanTimeRatio == nil)
    #expect(scores.falseAlarmsPer1000 == 0 && scores.meanTimeBetweenFalseAlarms == nil)
  }

  @Test func withoutDrifts() {
    let scores = scores([0, 1, 2, 99], [])
    #expect(scores.recall == nil && scores.missedShare == nil && scores.precision == nil)
    #expect(scores.meanDelay == nil && scores.meanTimeRatio == nil)
    #expect(scores.falseAlarmsPer1000 == 40 && scores.meanTimeBetweenFalseAlarms == 25)
  }

  /// Alarms at every row: nothing is missed, at once, and there is no mean time ratio with a delay of 0.
  @Test func alarmsEverywhere() {
    let scores = scores(Array(0..<100), [KnownDrift(at: 50)])
    #expect(scores.recall == 1 && scores.meanDelay == 0 && scores.repeats == 9)
    #expect(scores.falseAlarms == 90 && scores.falseAlarmsPer1000 == 1000)
    #expect(scores.precision == 1.0 / 91 && scores.meanTimeRatio == nil)
  }

  @Test func windowsThatLeaveNoRow() {
    let scores = scores([3], [KnownDrift(at: 0)], rows: 10, window: 10)
    #expect(scores.falseAlarmsPer1000 == nil && scores.recall == 1)
  }

  @Test func runsAddUp() {
    let drift = [KnownDrift(at: 50)]
    var total = scores([10, 54], drift)
    total += scores([], drift)
    total += scores([51, 52, 99], drift)
    #expect(total.drifts == 3 && total.alarms == 5 && total.repeats == 1)
    #expect(total.delays == [4, 1] && total.recall == 2.0 / 3 && total.precision == 0.5)
    #expect(total.rowsOutside == 270 && total.meanTimeBetweenFalseAlarms == 135)
    #expect(total.meanTimeRatio.map { abs($0 - 135 / 2.5 * 2 / 3) < 1e-12 } == true)
    var same = DetectionScores()
    same += total
    #expect(same == total)
  }
}
