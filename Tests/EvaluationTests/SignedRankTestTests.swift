import Testing

@testable import Evaluation

@Suite struct SignedRankTestTests {
  private let distinct = [0.8, -0.3, 1.1, 0.45, -0.1, 0.9, 1.7, 0.25, -0.6, 1.3]
  private let tied: [Double] = [3, -1, 2, 2, 0, 4, -2, 1, 3, 0, 5]

  /// scipy 1.17's wilcoxon; see scripts/reference/metrics.py.
  @Test func agreesWithScipy() {
    let many = (0..<60).map { Double((37 * $0) % 101 - 42) / 8 }
    for (values, statistic, p) in [
      (distinct, 46, 0.064453125), (tied, 39.5, 0.05078125), (many, 1131, 0.063331788420368),
    ] {
      let test = SignedRankTest(values)
      #expect(test.statistic == statistic)
      #expect(abs((test.p ?? 0) - p) < 1e-9)
    }
  }

  /// All 2ⁿ signs, one by one.
  @Test(arguments: [[1, 2, 2, 3, 3, 3, 4], [1, 1, 1, 1, 1, 1], [5, 1, 4, 2, 2, 7, 7, 9, 1]])
  func exactByBruteForce(magnitudes: [Double]) {
    let ranks = magnitudes.map { x in
      Double(magnitudes.count { $0 < x }) + (Double(magnitudes.count { $0 == x }) + 1) / 2
    }
    func sum(_ signs: Int) -> Double {
      ranks.indices.reduce(0) { $0 + (signs >> $1 & 1 == 1 ? ranks[$1] : 0) }
    }
    let all = 0..<1 << magnitudes.count
    for signs in all {
      let observed = sum(signs)
      let low = all.count { sum($0) <= observed }
      let high = all.count { sum($0) >= observed }
      let differences = magnitudes.indices.map {
        signs >> $0 & 1 == 1 ? magnitudes[$0] : -magnitudes[$0]
      }
      let expected = min(1, 2 * Double(min(low, high)) / Double(all.count))
      let p = SignedRankTest(differences).p
      #expect(p.map { abs($0 - expected) < 1e-12 } ?? false, "\(differences)")
    }
  }

  /// 2/2ⁿ is the least p that n differences can have; five could not fall under .05 and give none, zeros
  /// do not count.
  @Test func smallestValues() {
    #expect(SignedRankTest([1, 2, 3, 4, 5, 6]).p == 2.0 / 64)
    #expect(SignedRankTest((1...10).map(Double.init)).p == 2.0 / 1024)
    #expect(SignedRankTest([1, 2, 3, 4, 5]).p == nil)
    #expect(SignedRankTest([1, 2, 3, 4, 5, 0]).p == nil)
    #expect(SignedRankTest([]).p == nil)
    #expect(abs((SignedRankTest((1...50).map(Double.init)).p ?? 0) * 0x1p49 - 1) < 1e-12)
  }

  /// .3 − .2 and .2 − .1 are not equal in floating point.
  @Test func roundingBreaksNoTies() {
    let rounded = SignedRankTest([0.3 - 0.2, 0.1 - 0.2, 0.5, 0.6, 0.7, 0.8])
    #expect(rounded == SignedRankTest([1, -1, 5, 6, 7, 8]))
  }

  /// Sorted .01 .03 .04: times 3, 2, 1, and never less than the one before.
  @Test func holmByHand() {
    let corrected = holm([0.04, nil, 0.01, 0.03]).map { $0 ?? -1 }
    for (value, expected) in zip(corrected, [0.06, -1, 0.03, 0.06]) {
      #expect(abs(value - expected) < 1e-12)
    }
    #expect(holm([0.9, 0.8]) == [1, 1])
    #expect(holm([nil]) == [nil])
  }
}
