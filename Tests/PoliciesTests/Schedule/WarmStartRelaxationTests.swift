import Core
import Numerics
import Policies
import Testing

@Suite struct WarmStartRelaxationTests {
  /// Below the best of all paths where no model loses less than the floor, and reached by a problem in which every
  /// model loses just that.
  @Test func isBelowEveryPath() async throws {
    for seed in 0..<30 as Range<UInt64> {
      let problem = WarmStarts(
        random: RandomStream(seed: seed), decisions: 6, memory: 99, floor: 1)
      let bound = WarmStartRelaxation(
        serving: (0..<6).map { problem.loss([], at: $0) }[...], lag: 0, price: 2,
        floor: [Double](repeating: 1, count: 6)[...])
      #expect(bound.lower <= problem.best().cost, "seed \(seed)")
    }
  }

  /// From any step on it is what one update to a model at the floor costs at best.
  @Test(arguments: [0, 1, 2, 9])
  func isReachedByModelsAtTheFloor(lag: Int) throws {
    for seed in 0..<50 as Range<UInt64> {
      var random = RandomStream(seed: seed)
      let initial = (0..<8).map { _ in Double(random.integer(below: 5)) }
      let floor = (0..<8).map { _ in Double(random.integer(below: 4)) }
      for step in [0, 3, 7] {
        let rest = Array(initial[step...])
        let starts = rest.indices.map { q in
          CandidateModel(price: 3, lag: lag, losses: Array(floor[step...].dropFirst(q + lag)))
        }
        let bound = WarmStartRelaxation(
          serving: initial[step...], lag: lag, price: 3, floor: floor[step...])
        let optimum = try StalenessMatrix(initial: rest, layers: [starts]).optimum(budget: 1)
        #expect(bound.lower == optimum.cost.total, "seed \(seed) from \(step)")
        // No floor is a floor of 0.
        #expect(
          WarmStartRelaxation(serving: initial[step...], lag: lag, price: 3)
            == WarmStartRelaxation(
              serving: initial[step...], lag: lag, price: 3,
              floor: [Double](repeating: 0, count: 8 - step)[...]))
      }
    }
  }
}
