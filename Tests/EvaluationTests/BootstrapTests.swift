import Numerics
import Testing

@testable import Evaluation

@Suite struct BootstrapTests {
  /// For many values the interval is that of the normal approximation, x̄ ± 1.96 σ / √n; the quantiles of
  /// 10 000 draws vary by about 2 % of its width.
  @Test func normalApproximation() throws {
    var random = RandomStream(seed: 7)
    let values = (0..<200).map { _ in 0.3 + 0.1 * random.normal() }
    let n = Double(values.count)
    let mean = values.reduce(0, +) / n
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / n
    let half = Distribution.normalQuantile(0.975) * (variance / n).squareRoot()
    let interval = try #require(Bootstrap.interval(values))
    #expect(abs(interval.lowerBound - (mean - half)) < 0.08 * half)
    #expect(abs(interval.upperBound - (mean + half)) < 0.08 * half)
  }

  /// Of two values the means are the lower, both, the higher with probabilities ¼, ½, ¼.
  @Test func twoValuesGiveTheirRange() {
    #expect(Bootstrap.interval([1, 3]) == 1...3)
  }

  /// Of ten values, one of them 1: the mean is the binomial B(10, .1) / 10, whose 2.5 % and 97.5 % points
  /// are 0 and 3.
  @Test func binomialByHand() throws {
    let interval = try #require(Bootstrap.interval([1] + Array(repeating: 0, count: 9)))
    #expect(abs(interval.lowerBound) < 1e-12)
    #expect(abs(interval.upperBound - 0.3) < 1e-12)
  }

  @Test func equalValuesHaveNoWidthAndOneHasNoInterval() {
    #expect(Bootstrap.interval([0.1, 0.1, 0.1]) == 0.1...0.1)
    #expect(Bootstrap.interval([0.1]) == nil)
    #expect(Bootstrap.interval([]) == nil)
  }

  @Test func theSameValuesGiveTheSameInterval() {
    let values = [0.4, 0.1, 0.7, 0.2, 0.9]
    #expect(Bootstrap.interval(values) == Bootstrap.interval(values))
  }
}
