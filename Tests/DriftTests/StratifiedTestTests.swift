import Core
import Numerics
import Testing

@testable import Drift

@Suite struct StratifiedTestTests {
  /// Pearson's χ² of one 2×2 table: N (ad − bc)² / (row and column sums); 20 rows, 8 of 12 and 1 of 8.
  @Test func oneStratumIsPearson() {
    let outcomes =
      [Int](repeating: 1, count: 8) + [Int](repeating: 0, count: 4) + [1]
      + [Int](repeating: 0, count: 7)
    let isCurrent = (0..<20).map { $0 >= 12 }
    var random = RandomStream(seed: 1)
    let test = StratifiedTest(
      outcomes, strata: outcomes.map { _ in 0 }, count: 1, isCurrent: isCurrent, permutations: 99,
      using: &random)
    let expected = 20.0 * Double((8 * 7 - 4 * 1) * (8 * 7 - 4 * 1)) / Double(12 * 8 * 9 * 11)
    #expect(abs(test.statistic - expected) < 1e-9)
    #expect(test.referenceRows == 12 && test.currentRows == 8)
  }

  /// All choices of the current rows in two strata, counted one by one.
  @Test func pIsTheShareOfAllChoices() {
    let outcomes = [0, 0, 1, 1, 1, 2, 0, 1, 1, 0]
    let strata = [0, 0, 0, 0, 0, 0, 1, 1, 1, 1]
    let isCurrent = [false, false, true, true, true, false, false, true, false, true]
    func statistic(_ chosen: Set<Int>) -> Double {
      var sum = 0.0
      for s in 0...1 {
        let rows = strata.indices.filter { strata[$0] == s }
        let m = Double(rows.count { chosen.contains($0) })
        for j in 0...2 {
          let c = Double(rows.count { outcomes[$0] == j })
          let o = Double(rows.count { outcomes[$0] == j && chosen.contains($0) })
          let e = m * c / Double(rows.count)
          if c > 0 { sum += (o - e) * (o - e) * (1 / e + 1 / (c - e)) }
        }
      }
      return sum
    }
    let observed = statistic(Set(isCurrent.indices.filter { isCurrent[$0] }))
    var (all, asGreat) = (0, 0)
    for mask in 0..<1024 {
      let chosen = Set((0..<10).filter { mask >> $0 & 1 == 1 })
      guard chosen.count(where: { $0 < 6 }) == 3 && chosen.count(where: { $0 >= 6 }) == 2 else {
        continue
      }
      all += 1
      if statistic(chosen) >= observed - 1e-9 { asGreat += 1 }
    }
    var random = RandomStream(seed: 2)
    let test = StratifiedTest(
      outcomes, strata: strata, count: 2, isCurrent: isCurrent, groupOf: [0, 0],
      permutations: 20_000,
      using: &random)
    let exact = Double(asGreat) / Double(all)
    #expect(all == 20 * 6)
    #expect(abs(test.statistic - observed) < 1e-9)
    // Four standard errors.
    #expect(abs(test.p - exact) < 4 * (exact * (1 - exact) / 20_000).squareRoot() + 1e-4)
  }

  /// Of 400 tests without a change, those at level .1 are binomial; so are the groups' own.
  @Test func theLevelHolds() {
    var random = RandomStream(seed: 3)
    var (rejected, groups) = (0, 0)
    for _ in 0..<400 {
      let strata = (0..<60).map { _ in random.integer(below: 3) }
      let outcomes = strata.map { random.bernoulli(0.2 + 0.3 * Double($0)) ? 1 : 0 }
      let isCurrent = (0..<60).map { _ in random.bernoulli(0.4) }
      let test = StratifiedTest(
        outcomes, strata: strata, count: 3, isCurrent: isCurrent, groupOf: [0, 1, 2],
        permutations: 99, using: &random)
      if test.p <= 0.1 { rejected += 1 }
      groups += test.groups.count { $0.map { $0 <= 0.1 } ?? false }
    }
    // 40 expected, standard deviation 6.
    #expect((20...64).contains(rejected))
    // 120 expected of continuous statistics; these have few values, which mid-p evens out.
    #expect((60...180).contains(groups))
  }

  /// Opposite changes in two strata do not cancel.
  @Test func oppositeChangesAreSeen() {
    let strata = (0..<80).map { $0 / 40 }
    let isCurrent = (0..<80).map { $0 % 40 >= 20 }
    let outcomes = (0..<80).map { (isCurrent[$0] != (strata[$0] == 1)) ? 1 : 0 }
    var random = RandomStream(seed: 4)
    let test = StratifiedTest(
      outcomes, strata: strata, count: 2, isCurrent: isCurrent, permutations: 999, using: &random)
    #expect(test.p == 0.001)
  }

  /// Stopped or not, p is as great for 400 tests without a change: at most a level as often as it says, for
  /// outcomes of two values and of three; where the stopped p is small, all were drawn.
  @Test(arguments: [2, 3]) func stoppingKeepsTheLevel(outcomeCount: Int) {
    var random = RandomStream(seed: 6)
    var (rejected, low, drawn) = (0, 0, 0)
    for _ in 0..<400 {
      let strata = (0..<120).map { _ in random.integer(below: 4) }
      let outcomes = strata.map { _ in random.integer(below: outcomeCount) }
      let isCurrent = (0..<120).map { _ in random.bernoulli(0.4) }
      let test = StratifiedTest(
        outcomes, strata: strata, count: 4, isCurrent: isCurrent, permutations: 999,
        using: &random)
      if test.p <= 0.1 { rejected += 1 }
      if test.p <= 0.5 { low += 1 }
      drawn += test.drawn
      #expect(test.p >= 0.02 || test.drawn == 999)
      #expect(test.drawn == 999 || test.p == 20 / Double(test.drawn))
    }
    // 40 and 200 expected, standard deviations 6 and 10.
    #expect((20...60).contains(rejected) && (165...235).contains(low))
    // h (1 + ln (B / h)) = 98 each.
    #expect((70 * 400...130 * 400).contains(drawn))
  }

  /// Draws of two outcomes: the hypergeometric law from binomial coefficients.
  @Test func pairsAreHypergeometric() {
    func choose(_ n: Int, _ k: Int) -> Double {
      k < 0 || k > n ? 0 : (0..<k).reduce(1) { $0 * Double(n - $1) / Double($1 + 1) }
    }
    var random = RandomStream(seed: 7)
    for (n, m, c) in [(10, 4, 3), (9, 8, 7), (12, 6, 6), (40, 5, 39), (5, 1, 1)] {
      let law = PairLaw(rows: n, drawn: m, marked: c) { Double($0) }
      var counts = Array(repeating: 0.0, count: m + 1)
      for _ in 0..<20_000 { counts[Int(law.draw(using: &random))] += 1 }
      for o in 0...m {
        let p = choose(c, o) * choose(n - c, m - o) / choose(n, m)
        // Four standard errors.
        #expect(abs(counts[o] / 20_000 - p) <= 4 * (p * (1 - p) / 20_000).squareRoot() + 1e-9)
      }
    }
  }

  @Test func nothingToTell() {
    var random = RandomStream(seed: 5)
    let pure = StratifiedTest(
      [1, 1, 1, 1], strata: [0, 0, 0, 0], count: 2, isCurrent: [true, false, true, false],
      groupOf: [0, 1], permutations: 99, using: &random)
    #expect(pure.p == 1 && pure.statistic == 0 && pure.groups[1] == nil)
    let none = StratifiedTest(
      [], strata: [], count: 1, isCurrent: [], permutations: 99, using: &random)
    #expect(none.p == 1)
  }
}
