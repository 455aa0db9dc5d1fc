import Testing

@testable import Core

@Suite struct WilsonIntervalTests {
  /// At an end p of the interval, inside (0, 1), the score test rejects p exactly at the level:
  /// (p̂ − p)² / (p (1 − p) / n) = z² = 3.841459 (χ²₁ at .95).
  @Test(arguments: [(1, 10), (5, 10), (27, 30), (29, 30), (400, 1000)])
  func theEndsAreWhereTheScoreTestRejects(successes: Int, trials: Int) throws {
    let interval = try #require(WilsonInterval.interval(successes, of: trials))
    let share = Double(successes) / Double(trials)
    #expect(interval.lowerBound < share && share < interval.upperBound)
    for p in [interval.lowerBound, interval.upperBound] {
      let score = (share - p) * (share - p) / (p * (1 - p) / Double(trials))
      #expect(abs(score - 3.841459) < 1e-5)
    }
  }

  /// 0 of n: [0, z² / (n + z²)].
  @Test func noneAndAll() throws {
    let none = try #require(WilsonInterval.interval(0, of: 10))
    #expect(none.lowerBound == 0 && abs(none.upperBound - 3.841459 / 13.841459) < 1e-6)
    let all = try #require(WilsonInterval.interval(10, of: 10))
    #expect(all.upperBound == 1 && abs(all.lowerBound - 10 / 13.841459) < 1e-6)
    #expect(WilsonInterval.interval(0, of: 0) == nil)
  }
}
