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
        initial: (0..<6).map { problem.loss([], at: $0) },
        floor: [Double](repeating: 1, count: 6), lag: 0, price: 2)
      let best = problem.best().cost
      #expect(bound.lower <= best, "seed \(seed)")
      #expect(bound.lowerAfterUpdate(at: 0) <= bound.lower, "seed \(seed)")
    }
  }

  @Test(arguments: [0, 1, 2, 9])
  func isReachedByModelsAtTheFloor(lag: Int) throws {
    for seed in 0..<50 as Range<UInt64> {
      var random = RandomStream(seed: seed)
      let initial = (0..<8).map { _ in Double(random.integer(below: 5)) }
      let floor = (0..<8).map { _ in Double(random.integer(below: 4)) }
      let starts = (0..<8).map { step in
        CandidateModel(price: 3, lag: lag, losses: Array(floor.dropFirst(step + lag)))
      }
      let bound = WarmStartRelaxation(initial: initial, floor: floor, lag: lag, price: 3)
      let optimum = try StalenessMatrix(initial: initial, layers: [starts]).optimum(budget: 1)
      #expect(bound.lower == optimum.cost.total, "seed \(seed)")
      // From step 3 on it is the bound of what is left.
      let rest = WarmStartRelaxation(
        initial: Array(initial.dropFirst(3)), floor: Array(floor.dropFirst(3)), lag: lag,
        price: 3)
      #expect(bound.lowerBeforeUpdate(at: 3) == rest.lower, "seed \(seed)")
      #expect(
        bound.lowerAfterUpdate(at: 3)
          == zip(initial, floor).dropFirst(3).reduce(0) { $0 + min($1.0, $1.1) })
    }
  }
}
