import Core
import Numerics
import Policies
import Testing

@Suite struct RegretTests {
  @Test func gapsAreDifferences() {
    let regret = Regret(undelayedOptimum: 10, optimum: 13, bestOfFamily: 20, asTuned: 22)
    #expect((regret.information, regret.family, regret.tuning, regret.total) == (3, 7, 2, 12))
    let lucky = Regret(undelayedOptimum: 10, optimum: 9, bestOfFamily: 8, asTuned: 7)
    #expect((lucky.information, lucky.family, lucky.tuning, lucky.total) == (-1, -1, -1, -3))
  }

  /// On random tables, with schedules every-k as the family: each gap is what brute force says, their sum is the
  /// regret, and the family and tuning gaps are not negative.
  @Test func telescopes() throws {
    for seed in 0..<100 as Range<UInt64> {
      var random = RandomStream(seed: seed)
      let undelayed = PlainTable.random(steps: 8, lags: .same, using: &random)
      // Late labels: some losses are greater, and some smaller.
      var delayed = undelayed
      for step in 0..<8 {
        for i in delayed.layers[0][step]?.losses.indices ?? 0..<0 {
          delayed.layers[0][step]?.losses[i] += Double(random.integer(below: 4) - 1)
        }
      }
      let matrix = try delayed.matrix()
      let family = (1...9).map { matrix.every($0) }
      let tuned = family[random.integer(below: 9)]
      let regret = Regret(
        undelayedOptimum: try undelayed.matrix().optimum().cost.total,
        optimum: matrix.optimum().cost.total,
        bestOfFamily: matrix.bestEvery().schedule.cost.total,
        asTuned: matrix.cost(of: tuned).total)
      let (j0, j1) = (undelayed.best(.init()).cost, delayed.best(.init()).cost)
      let j2 = family.map(delayed.cost).min() ?? .nan
      #expect(regret.information == j1 - j0, "seed \(seed)")
      #expect(regret.family == j2 - j1 && regret.family >= 0, "seed \(seed)")
      #expect(regret.tuning == delayed.cost(tuned) - j2 && regret.tuning >= 0, "seed \(seed)")
      #expect(
        regret.total == regret.information + regret.family + regret.tuning, "seed \(seed)")
    }
  }

  /// The gaps of any optima within the bounds lie within theirs, and the bounds are reached.
  @Test func intervalsHoldEveryGap() {
    let interval = RegretInterval(
      undelayedOptimum: 3...5, optimum: 4...8, bestOfFamily: 10, asTuned: 11)
    var ranges = [interval.information, interval.family, interval.total].map {
      (bounds: $0, low: Double.infinity, high: -Double.infinity)
    }
    for j0 in [3.0, 4, 5] {
      for j1 in [4.0, 6, 8] {
        let regret = Regret(undelayedOptimum: j0, optimum: j1, bestOfFamily: 10, asTuned: 11)
        #expect(regret.tuning == interval.tuning)
        for (i, gap) in [regret.information, regret.family, regret.total].enumerated() {
          ranges[i].low = min(ranges[i].low, gap)
          ranges[i].high = max(ranges[i].high, gap)
        }
      }
    }
    for range in ranges { #expect(range.bounds == range.low...range.high) }
  }
}
