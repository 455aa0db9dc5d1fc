import Core
import Foundation
import Numerics
import Testing

@testable import Policies

@Suite struct LossDifferenceTests {
  static func pairs(_ differences: [Double]) -> PairSums {
    PairSums(differences.map { LossPair(candidate: $0, live: 0) })
  }

  static func sums(_ losses: [Double]) -> LossSums {
    var sums = LossSums()
    sums.add(losses)
    return sums
  }

  /// scipy 1.17: `ttest_1samp(d, 0.25)`, `confidence_interval(.95)`.
  @Test func pairedByScipy() throws {
    let difference = try #require(Self.pairs([0.5, -1.25, 0.75, 2, -0.5, 1.5]).difference)
    #expect(abs(difference.statistic(0.25) - 0.5042194840896107) < 1e-12)
    #expect(abs(difference.above(0.25) - 0.3177674597691207) < 1e-12)
    #expect(abs(difference.below(0.25) - 0.6822325402308793) < 1e-12)
    #expect(abs(difference.upperBound(0.05) - 1.4990928736972933) < 1e-12)
  }

  /// R's `t.test(1:5)`: 95 % interval 1.036757 4.963243.
  @Test func pairedByR() throws {
    let difference = try #require(Self.pairs([1, 2, 3, 4, 5]).difference)
    #expect(abs(difference.lowerBound(0.025) - 1.036757) < 1e-6)
    #expect(abs(difference.upperBound(0.025) - 4.963243) < 1e-6)
  }

  /// scipy 1.17: `ttest_ind(a, b, equal_var=False, alternative='less')`.
  @Test func independentByScipy() throws {
    let (a, b) = (Self.sums([1, 2.5, 4, 7, 3]), Self.sums([3, 5.5, 9, 11, 12, 4]))
    let difference = try #require(a.difference(from: b))
    #expect(abs(difference.degreesOfFreedom - 8.266416919864792) < 1e-10)
    #expect(abs(difference.statistic(0) + 2.132402105659792) < 1e-12)
    #expect(abs(difference.below(0) - 0.03222615414126731) < 1e-10)
    #expect(abs(difference.upperBound(0.05) + 0.5153776466913458) < 1e-9)
  }

  /// Without any spread the mean decides; on the margin nothing does.
  @Test func noSpread() throws {
    let difference = try #require(Self.pairs([2, 2, 2]).difference)
    #expect(difference.below(2.5) == 0 && difference.above(1.5) == 0)
    #expect(difference.below(1.5) == 1 && difference.above(2) == 0.5)
    #expect(difference.upperBound(0.05) == 2)
  }

  @Test func nothingToSay() {
    #expect(Self.pairs([]).difference == nil && Self.pairs([1]).difference == nil)
    #expect(Self.pairs([0, .nan, 1]).difference == nil)
    #expect(Self.pairs([0, .infinity]).difference == nil)
    #expect(Self.sums([1]).difference(from: Self.sums([0, 1])) == nil)
    #expect(Self.sums([1, .nan]).difference(from: Self.sums([0, 1])) == nil)
  }

  /// A bound of errors is where the test turns.
  @Test(arguments: [(0, 0, 40), (3, 1, 50), (10, 2, 60), (0, 20, 20), (20, 0, 20), (5, 9, 500)])
  func boundsOfErrors(_ b: Int, _ c: Int, _ n: Int) throws {
    let losses =
      (0..<b).map { _ in LossPair(candidate: 1, live: 0) }
      + (0..<c).map { _ in LossPair(candidate: 0, live: 1) }
      + (0..<n - b - c).map { LossPair(candidate: $0 % 2 == 0 ? 1 : 0, live: $0 % 2 == 0 ? 1 : 0) }
    let difference = try #require(PairSums(losses).difference)
    let (upper, lower) = (difference.upperBound(0.05), difference.lowerBound(0.05))
    #expect(lower <= difference.mean && difference.mean <= upper)
    if upper < 0.999 {
      #expect(abs(difference.below(upper) - 0.05) < 1e-6, "\(upper)")
      #expect(difference.below(upper + 0.01) < 0.05)
    }
    if lower > -0.999 { #expect(abs(difference.above(lower) - 0.05) < 1e-6, "\(lower)") }
  }
}

/// Rates of greatest likelihood under a difference, found by trying all.
@Suite struct ConstrainedRatesTests {
  /// x ln p, 0 ln 0 = 0.
  static func term(_ count: Int, _ rate: Double) -> Double {
    count == 0 ? 0 : rate > 0 ? Double(count) * log(rate) : -.infinity
  }

  /// The q in a range with the greatest value, to 1e-6.
  static func best(_ range: ClosedRange<Double>, _ value: (Double) -> Double) -> Double {
    var (low, high) = (range.lowerBound, range.upperBound)
    var best = low
    for _ in 0..<6 {
      let step = (high - low) / 200
      let tried = (0...200).map { low + Double($0) * step }
      best = tried.max { value($0) < value($1) } ?? low
      (low, high) = (max(range.lowerBound, best - step), min(range.upperBound, best + step))
    }
    return best
  }

  @Test(arguments: [
    (3, 5, 40, 0.02), (0, 7, 30, 0.05), (6, 0, 30, 0.1), (0, 0, 30, 0.1), (9, 2, 25, -0.2),
    (0, 4, 12, -0.3), (12, 0, 12, 0.4),
  ]) func paired(_ b: Int, _ c: Int, _ n: Int, _ m: Double) {
    let q = Self.best(max(0, -m)...(1 - m) / 2) { q in
      Self.term(b, q + m) + Self.term(c, q) + Self.term(n - b - c, 1 - 2 * q - m)
    }
    let expected = ((2 * q + m - m * m) / Double(n)).squareRoot()
    #expect(abs(ConstrainedRates.paired(b, c, of: n, difference: m) - expected) < 1e-5)
  }

  @Test(arguments: [
    (3, 40, 5, 50, 0.02), (0, 30, 7, 20, 0.05), (6, 30, 0, 30, 0.1), (0, 30, 0, 30, 0.1),
    (9, 25, 2, 10, -0.2), (30, 30, 30, 30, 0), (1, 400, 3, 100, 0), (0, 30, 0, 50, 0),
    (12, 12, 0, 12, 0.4),
  ]) func independent(_ x: Int, _ n: Int, _ y: Int, _ k: Int, _ m: Double) {
    let p = Self.best(max(0, -m)...min(1, 1 - m)) { p in
      Self.term(x, p + m) + Self.term(n - x, 1 - p - m) + Self.term(y, p)
        + Self.term(k - y, 1 - p)
    }
    let variance = (p + m) * (1 - p - m) / Double(n) + p * (1 - p) / Double(k)
    #expect(
      abs(
        ConstrainedRates.independent(x, of: n, y, of: k, difference: m)
          - max(0, variance).squareRoot()) < 1e-5)
  }
}
