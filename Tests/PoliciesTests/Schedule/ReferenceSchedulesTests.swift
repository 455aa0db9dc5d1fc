import Core
import Numerics
import Policies
import Testing

@Suite struct ReferenceSchedulesTests {
  /// A matrix of T steps with every candidate but those named, all losses 1.
  func matrix(_ steps: Int, without missing: Set<Int> = []) throws -> StalenessMatrix {
    let starts = (0..<steps).map { step -> CandidateModel? in
      guard !missing.contains(step) else { return nil }
      return CandidateModel(
        price: 1, lag: 1, losses: [Double](repeating: 1, count: steps - step - 1))
    }
    return try StalenessMatrix(
      initial: [Double](repeating: 1, count: steps), layers: [starts])
  }

  func steps(_ schedule: [ScheduledUpdate]) -> [Int] { schedule.map(\.step) }

  @Test func schedules() throws {
    let full = try matrix(12)
    #expect(steps(full.always()) == Array(0..<12))
    #expect(steps(full.every(5)) == [4, 9] && steps(full.every(4, budget: 2)) == [3, 7])
    #expect(steps(full.every(13)) == [])
    #expect(steps(full.evenly(2)) == [3, 7] && steps(full.evenly(3)) == [2, 5, 8])
    #expect(steps(full.evenly(0)) == [] && steps(full.evenly(1)) == [5])
    #expect(steps(full.evenly(12)) == Array(0..<12) && steps(full.evenly(99)).count == 12)
    let gapped = try matrix(12, without: [0, 4, 9, 11])
    #expect(steps(gapped.always()) == [1, 2, 3, 5, 6, 7, 8, 10])
    #expect(steps(gapped.every(5)) == [])
    #expect(steps(gapped.evenly(1)) == [5])
  }

  /// For every number of updates the stretches between them differ by one candidate at most.
  @Test func evenlyIsEven() throws {
    let matrix = try matrix(17)
    for count in 1..<17 {
      let ends = [-1] + steps(matrix.evenly(count)) + [16]
      let stretches = zip(ends.dropFirst(), ends).map { $0 - $1 }
      #expect((stretches.max() ?? 9) - (stretches.min() ?? 0) <= 1, "\(count): \(ends)")
      #expect(stretches.count == count + 1)
    }
  }

  @Test func clairvoyant() throws {
    let full = try matrix(12)
    #expect(steps(full.after([3, 8])) == [3, 8])
    #expect(steps(full.after([8, 3], wait: 2)) == [5, 10])
    #expect(steps(full.after([3, 5], gap: 4)) == [3, 7])
    #expect(steps(full.after([3, 8, 9], budget: 2)) == [3, 8])
    #expect(steps(full.after([10], wait: 3)) == [] && steps(full.after([])) == [])
    // Two drifts before the next candidate share its update.
    #expect(steps(try matrix(12, without: [3, 4, 5]).after([3, 5, 6])) == [6])
  }

  @Test func bestEveryIsTheCheapest() throws {
    for seed in 0..<100 as Range<UInt64> {
      var random = RandomStream(seed: seed)
      let table = PlainTable.random(steps: 11, lags: .perStart, using: &random)
      let matrix = try table.matrix()
      let (k, schedule) = matrix.bestEvery(gap: 2, budget: 3)
      let costs = (2...12).map { table.cost(matrix.every($0, budget: 3)) }
      #expect(schedule.cost.total == costs.min(), "seed \(seed)")
      #expect(k == 2 + (costs.lastIndex(of: schedule.cost.total) ?? -1), "seed \(seed)")
    }
  }

  /// No schedule within its limits is cheaper than the optimum: 1000 drawn ones, each with the references.
  @Test(arguments: PlainTable.Lags.allCases)
  func noneBeatsTheOptimum(lags: PlainTable.Lags) throws {
    for seed in 0..<250 as Range<UInt64> {
      var random = RandomStream(seed: seed)
      let table = PlainTable.random(steps: 24, layers: 2, lags: lags, using: &random)
      let matrix = try table.matrix()
      let drifts = (0..<3).map { _ in random.integer(below: 24) }
      let schedules = [
        table.schedule(gap: 2, using: &random), matrix.every(3, layer: 1),
        matrix.bestEvery(layer: 1, gap: 2).schedule.updates,
        matrix.after(drifts, wait: 1, gap: 2), [],
      ]
      let optimum = matrix.optimum(gap: 2).cost.total
      for schedule in schedules {
        #expect(matrix.cost(of: schedule).total >= optimum, "seed \(seed), \(lags)")
      }
      #expect(matrix.expectedCostOfRandom(4).total >= matrix.optimum(budget: 4).cost.total)
    }
  }

  /// The mean over all sets of candidates of that size, each served step by step.
  @Test(arguments: PlainTable.Lags.allCases)
  func randomCostsTheMeanOfAllSets(lags: PlainTable.Lags) throws {
    for seed in 0..<15 as Range<UInt64> {
      var random = RandomStream(seed: seed)
      let table = PlainTable.random(steps: 7, layers: 2, lags: lags, using: &random)
      let matrix = try table.matrix()
      let starts = matrix.candidates.filter { $0.layer == 1 }
      var totals = [(cost: Double, sets: Double)](repeating: (0, 0), count: starts.count + 1)
      for bits in 0..<1 << starts.count {
        let set = starts.indices.filter { bits >> $0 & 1 == 1 }.map { starts[$0] }
        totals[set.count].cost += table.cost(set)
        totals[set.count].sets += 1
      }
      for (count, total) in totals.enumerated() {
        let expected = matrix.expectedCostOfRandom(count, layer: 1).total
        #expect(abs(expected - total.cost / total.sets) < 1e-12, "seed \(seed), \(count) updates")
      }
      #expect(
        matrix.expectedCostOfRandom(99, layer: 1) == matrix.cost(of: matrix.always(layer: 1)))
    }
  }

  /// All 10 pairs of 5 steps, 3000 draws: χ² with 9 degrees of freedom is beyond 33.7 once in 10 000.
  @Test func everySetIsAsProbable() throws {
    let matrix = try matrix(5)
    var random = RandomStream(seed: 8)
    var counts: [[Int]: Int] = [:]
    for _ in 0..<3000 { counts[steps(matrix.random(2, using: &random)), default: 0] += 1 }
    let statistic = counts.values.reduce(0.0) { $0 + Double(($1 - 300) * ($1 - 300)) / 300 }
    #expect(counts.count == 10 && statistic < 33.7, "\(statistic)")
    #expect(steps(matrix.random(7, using: &random)) == Array(0..<5))
    #expect(steps(matrix.random(0, using: &random)) == [])
  }
}
