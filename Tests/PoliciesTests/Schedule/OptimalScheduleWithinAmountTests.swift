import Core
import Numerics
import Policies
import Testing

@Suite struct OptimalScheduleWithinAmountTests {
  /// 300 random tables with whole amounts: cost and schedule equal to the best of all that keep within the amount.
  @Test(arguments: PlainTable.Lags.allCases)
  func isTheBestOfAll(lags: PlainTable.Lags) throws {
    for seed in 0..<75 as Range<UInt64> {
      var random = RandomStream(seed: seed).child("\(lags)")
      let layers = 1 + Int(seed % 2)
      let table = PlainTable.random(steps: 7 - layers, layers: layers, lags: lags, using: &random)
      let amounts = (0..<14).map { _ in Double(random.integer(below: 4)) }
      let amount = { (update: ScheduledUpdate) in amounts[2 * update.step + update.layer] }
      let (gap, limit) = (1 + random.integer(below: 2), Double(random.integer(below: 7)))
      let found = try table.matrix().optimum(gap: gap, within: limit, of: amount)
      let best = table.best(.init(gap: gap, amount: limit, amounts: amount))
      #expect(found.cost.total == best.cost, "seed \(seed), \(lags)")
      #expect(found.updates == best.schedule, "seed \(seed), \(lags)")
    }
  }

  /// With amount 1 an update it is a budget of updates; with no limit that binds, none.
  @Test func countsAreAmounts() throws {
    for seed in 0..<60 as Range<UInt64> {
      var random = RandomStream(seed: seed)
      let matrix = try PlainTable.random(steps: 20, lags: .perStart, using: &random).matrix()
      let budget = Int(seed % 6)
      #expect(
        matrix.optimum(gap: 2, within: Double(budget)) { _ in 1 }
          == matrix.optimum(gap: 2, budget: budget), "seed \(seed)")
      #expect(matrix.optimum(within: .infinity) { _ in 1 } == matrix.optimum(), "seed \(seed)")
    }
  }

  /// Three times .1 is within .3, though their sum is over it in a `Double`.
  @Test func roundingIsWithin() throws {
    let starts = (0..<3).map { step in
      CandidateModel(price: 0, lag: 0, losses: (step..<3).map { $0 == step ? 0 : 5 })
    }
    let matrix = try StalenessMatrix(initial: [5, 5, 5], layers: [starts])
    #expect(matrix.optimum(within: 0.3) { _ in 0.1 }.updates.count == 3)
    #expect(matrix.optimum(within: 0.29) { _ in 0.1 }.updates.count == 2)
  }
}
