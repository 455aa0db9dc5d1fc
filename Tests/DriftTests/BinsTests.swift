import Core
import Numerics
import Testing

@testable import Drift

@Suite struct BinsTests {
  @Test func fewValuesAreNominal() {
    let bins = Bins([3, 1, 1, 3], [2, 7, 1], count: 4, quantilesOf: [])
    #expect(bins.edges == [1, 2, 3])
    let counts = bins.counts([3, 1, 1, 3], [2, 7, 1])
    #expect(counts.map(\.reference) == [2, 0, 2, 0] && counts.map(\.current) == [1, 1, 0, 1])
    #expect(Bins([5, 5], [5], count: 4, quantilesOf: []).edges.isEmpty)
  }

  @Test func quantilesCutEqualShares() {
    let values = (1...20).map { Double($0 * 7 % 20 + 1) }
    let bins = Bins(values, [0, 30], count: 4, quantilesOf: values)
    #expect(bins.edges == [5, 10, 15])
    #expect(bins.counts(values, [0, 5, 5.5, 30]).map(\.reference) == [5, 5, 5, 5])
    #expect(bins.counts(values, [0, 5, 5.5, 30]).map(\.current) == [2, 1, 0, 1])
    #expect(bins.counts(values, [0, 5, 5.5, 30]).count == 4)
  }

  /// A value that fills more than a share of 1/4 is not thrown together with what lies beside it.
  @Test func aFrequentValueHasItsOwnBin() {
    let reference = [0.0, 0, 0, 0, 1, 2, 3, 4]
    let bins = Bins(reference, [-2, -1], count: 4, quantilesOf: reference)
    let counts = bins.counts(reference, [-2, -1, 0])
    #expect(counts[0] == (0, 2) && counts[1] == (4, 1))
    let constant = [Double](repeating: 5, count: 50)
    let spread = (0..<50).map { Double($0) / 10 }
    #expect(
      Bins(constant, spread, count: 10, quantilesOf: constant).counts(constant, spread).count == 2)
  }

  @Test func fewerRowsThanBinsGiveABinEach() {
    let few = [1.0, 2, 3]
    let many = (0..<30).map { Double($0) / 7 }
    #expect(Bins(few, many, count: 10, quantilesOf: few).edges == [1, 2])
  }

  @Test func emptyInBothIsNoBin() {
    let counts = Bins([1, 2, 3], [1, 3], count: 3, quantilesOf: []).counts([1, 3], [3])
    #expect(counts.count == 2)
  }

  /// An empty bin counts half a row: 8 and 2 of 10 against 0 and 10 of 10 give (.8 − .05) ln 16 + (.2 −
  /// 1) ln .2.
  @Test func psiOfAnEmptyBin() {
    var random = RandomStream(seed: 1)
    let reference = [Double](repeating: 0, count: 8) + [1, 1]
    let found = PopulationStability(bins: 10).compare(
      reference, [Double](repeating: 1, count: 10), using: &random)
    let index = 0.75 * Double.log(16) - 0.8 * Double.log(0.2)
    #expect(abs(found.statistic - index) < 1e-12)
    // With half a row more in every bin: 8.5 and 2.5 of 11 against .5 and 10.5. χ² with 1 degree of
    // freedom: P(χ² > x) = 2 P(Z > √x).
    let smoothed = 8 * Double.log(17) / 11 - 8 * Double.log(2.5 / 10.5) / 11
    let p = 2 * Distribution.normalCDF(-(5.5 * smoothed).squareRoot())
    #expect(abs(found.p - p) < 1e-12)
  }
}
