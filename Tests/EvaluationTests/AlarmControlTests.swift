import Core
import Numerics
import Testing

@testable import Evaluation

/// Alarms that look at nothing, against what probability says of them.
@Suite struct AlarmControlTests {
  private static let (rows, window, draws) = (200, 20, 2000)
  private static let windows = DetectionWindows(
    [KnownDrift(at: 90)], rows: rows, window: window)

  private func scores(_ control: AlarmControl, _ alarms: Int) -> DetectionScores {
    control.scores(
      alarms: alarms, in: Self.windows, draws: Self.draws, root: RandomStream(seed: 5))
  }

  private func isClose(_ share: Double?, to p: Double, of n: Int = draws) -> Bool {
    share.map { abs($0 - p) <= 4 * (p * (1 - p) / Double(n)).squareRoot() + 1e-12 } ?? false
  }

  /// C(n − w, N) / C(n, N) = Π_{i < N} (n − w − i) / (n − i).
  private func missed(_ alarms: Int) -> Double {
    (0..<alarms).reduce(1) {
      $0 * Double(Self.rows - Self.window - $1) / Double(Self.rows - $1)
    }
  }

  @Test(arguments: [1, 2, 5, 20]) func randomAlarmsMeetADriftByChance(alarms: Int) throws {
    let scores = scores(.random, alarms)
    #expect(scores.drifts == Self.draws && scores.alarms == alarms * Self.draws)
    #expect(isClose(scores.recall, to: 1 - missed(alarms)))
    // Alarms outside the window are hypergeometric: mean N (n − w) / n, variance at most binomial.
    let p = Double(Self.rows - Self.window) / Double(Self.rows)
    let share = Double(scores.falseAlarms) / Double(scores.alarms)
    #expect(isClose(share, to: p, of: scores.alarms))
  }

  /// One random alarm that meets the window is equally likely at each of its rows.
  @Test func theDelayOfOneRandomAlarmIsUniform() throws {
    let delays = scores(.random, 1).delays
    let n = Double(delays.count)
    let mean = Double(delays.reduce(0, +)) / n
    let variance = Double(Self.window * Self.window - 1) / 12
    #expect(delays.allSatisfy { 0 <= $0 && $0 < Self.window })
    #expect(abs(mean - Double(Self.window - 1) / 2) <= 4 * (variance / n).squareRoot())
  }

  /// An alarm every k rows, from a row drawn, meets a window of w rows with probability min(1, w / k).
  @Test(arguments: [1, 2, 4, 8, 10, 20]) func evenAlarmsMeetADriftInProportion(alarms: Int) {
    let chance = min(1, Double(Self.window * alarms) / Double(Self.rows))
    #expect(isClose(scores(.every, alarms).recall, to: chance))
  }

  @Test(arguments: [0, 1, 3, 7, 99, 199, 200]) func alarmsAreDistinctRows(alarms: Int) {
    for seed in 1...5 {
      for control in AlarmControl.allCases {
        var random = RandomStream(seed: UInt64(seed))
        let rows = control.rows(alarms, of: Self.rows, using: &random)
        #expect(rows.count == alarms && rows.allSatisfy { 0 <= $0 && $0 < Self.rows })
        #expect(zip(rows, rows.dropFirst()).allSatisfy { $0 < $1 }, "\(control)")
        guard control == .every else { continue }
        let spacing = Double(Self.rows) / Double(max(alarms, 1))
        for (a, b) in zip(rows, rows.dropFirst()) { #expect(abs(Double(b - a) - spacing) < 1) }
      }
    }
  }

  @Test func noAlarmsFindNothing() {
    for control in AlarmControl.allCases {
      let scores = scores(control, 0)
      #expect(scores.recall == 0 && scores.precision == nil && scores.falseAlarms == 0)
    }
  }

  @Test func theSameSeedGivesTheSame() {
    for control in AlarmControl.allCases {
      func scores(_ seed: UInt64) -> DetectionScores {
        control.scores(
          alarms: 9, in: Self.windows, draws: 10, root: RandomStream(seed: seed))
      }
      #expect(scores(1) == scores(1) && scores(1) != scores(2))
    }
  }

  @Test func fewerDrawsOfMoreAlarms() {
    #expect(AlarmControl.draws(100, of: 0) == 100 && AlarmControl.draws(100, of: 3) == 100)
    #expect(AlarmControl.draws(100, of: 50_000) == 20)
    #expect(AlarmControl.draws(100, of: 10_000_000) == 1)
  }
}
