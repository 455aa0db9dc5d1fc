import Testing

@testable import Evaluation

@Suite struct SampleStatisticsTests {
  /// t_{.975, 4} = 2.776445 (any table prints 2.776); s² = 2.5.
  @Test func tabulatedInterval() throws {
    let statistics = SampleStatistics([1, 2, 3, 4, 5])
    #expect(statistics.count == 5)
    #expect(statistics.mean == 3)
    #expect(close(statistics.standardDeviation, 2.5.squareRoot()))
    let interval = try #require(statistics.interval)
    let half = 2.776445 * (2.5 / 5).squareRoot()
    #expect(abs(interval.lowerBound - (3 - half)) < 1e-6)
    #expect(abs(interval.upperBound - (3 + half)) < 1e-6)
  }

  /// With one degree of freedom t_{.975} = tan(.475 π) = 12.706.
  @Test func twoValues() throws {
    let interval = try #require(SampleStatistics([0, 2]).interval)
    #expect(abs(interval.upperBound - 13.7062047) < 1e-6)
  }

  @Test func oneValueHasNoSpread() {
    let statistics = SampleStatistics([nil, 0.5, .nan])
    #expect(statistics.count == 1)
    #expect(statistics.mean == 0.5)
    #expect(statistics.standardDeviation == nil)
    #expect(statistics.interval == nil)
  }

  @Test func noValues() {
    let statistics = SampleStatistics([nil, .infinity])
    #expect(statistics.count == 0)
    #expect(statistics.mean == nil)
    #expect(statistics.interval == nil)
  }

  @Test func equalValuesHaveNoSpread() {
    let statistics = SampleStatistics([0.1, 0.1, 0.1])
    #expect(statistics.mean == 0.1)
    #expect(statistics.standardDeviation == 0)
    #expect(statistics.interval == 0.1...0.1)
  }

  @Test func overflowIsNoCrash() {
    #expect(SampleStatistics([1e308, -1e308, 1e308]).interval == nil)
  }
}
