import Core
import Numerics
import Policies
import Testing

/// Against every schedule there is, served step by step: equal cost, and of equally cheap ones the same one.
@Suite struct OptimalScheduleTests {
  /// A table, limits and the best schedule within them, by both.
  func check(_ seed: UInt64, _ lags: PlainTable.Lags, steps: Int, layers: Int) throws {
    var random = RandomStream(seed: seed).child("\(lags)", layers)
    let table = PlainTable.random(steps: steps, layers: layers, lags: lags, using: &random)
    let gap = 1 + random.integer(below: 3)
    let budget = [nil, 0, 1, 2, 3, 4][random.integer(below: 6)]
    var matrix = try table.matrix()
    matrix.mayOverlap = random.bernoulli(0.5)
    let found = matrix.optimum(gap: gap, budget: budget)
    let best = table.best(
      .init(gap: gap, budget: budget ?? .max, mayOverlap: matrix.mayOverlap))
    let place: Comment =
      "seed \(seed), \(lags), \(layers) layers, gap \(gap), budget \(budget ?? -1), overlap \(matrix.mayOverlap)"
    #expect(found.cost.total == best.cost, place)
    #expect(found.updates == best.schedule, place)
    #expect(table.cost(found.updates) == best.cost, place)
  }

  /// 1200 tables of 5 to 9 steps.
  @Test(arguments: PlainTable.Lags.allCases)
  func isTheBestOfAll(lags: PlainTable.Lags) throws {
    for seed in 0..<300 as Range<UInt64> {
      try check(seed, lags, steps: 5 + Int(seed % 5), layers: 1)
    }
  }

  /// 400 tables of 2 or 3 layers, 6 or 7 steps.
  @Test(arguments: PlainTable.Lags.allCases)
  func picksTheLayerToo(lags: PlainTable.Lags) throws {
    for seed in 0..<100 as Range<UInt64> {
      try check(seed, lags, steps: 7 - Int(seed % 2), layers: 2 + Int(seed % 2))
    }
  }

  /// 40 tables of 12 steps.
  @Test(arguments: PlainTable.Lags.allCases)
  func isTheBestOfAllIn12Steps(lags: PlainTable.Lags) throws {
    for seed in 1000..<1010 as Range<UInt64> { try check(seed, lags, steps: 12, layers: 1) }
  }

  /// Losses that are not whole: equal to rounding.
  @Test func isTheBestOfAllInRoughTables() throws {
    for seed in 0..<200 as Range<UInt64> {
      var random = RandomStream(seed: seed)
      let lags = PlainTable.Lags.allCases[Int(seed % 4)]
      let table = PlainTable.random(steps: 6, layers: 2, lags: lags, using: &random)
        .rough(using: &random)
      let found = try table.matrix().optimum(gap: 2)
      let best = table.best(.init(gap: 2))
      #expect(found.updates == best.schedule, "seed \(seed)")
      #expect(abs(found.cost.total - best.cost) < 1e-12, "seed \(seed)")
    }
  }

  /// A budget that does not bind is none, and a gap beyond the end is one update.
  @Test func limitsThatDoNotBind() throws {
    var random = RandomStream(seed: 3)
    for _ in 0..<50 {
      let matrix = try PlainTable.random(steps: 9, lags: .perStart, using: &random).matrix()
      #expect(matrix.optimum(budget: 9) == matrix.optimum())
      #expect(matrix.optimum(gap: 4, budget: 3) == matrix.optimum(gap: 4))
      #expect(matrix.optimum(gap: .max) == matrix.optimum(budget: 1))
      #expect(matrix.optimum(budget: 0) == matrix.priced([]))
    }
  }

  /// Free updates to models that are no better are not made; of two equal models the first layer's is, of two equal
  /// steps the earlier.
  @Test func ties() throws {
    let same = CandidateModel(price: 0, lag: 1, losses: [3, 3])
    let keep = try StalenessMatrix(initial: [3, 3, 3], layers: [[same, nil, nil]])
    #expect(keep.optimum().updates == [])
    let better = [
      CandidateModel(price: 1, lag: 1, losses: [0, 0]),
      CandidateModel(price: 0, lag: 1, losses: [1]), nil,
    ]
    let choice = try StalenessMatrix(initial: [3, 1, 3], layers: [better, better])
    #expect(choice.optimum().updates == [ScheduledUpdate(step: 0)])
    #expect(choice.optimum().cost == ScheduleCost(serving: 3, updates: 1))
  }
}
