import Core
import Numerics
import Policies
import Testing

@Suite struct CostToGoTests {
  /// On a table it is the dynamic program's optimum, from any model on what brute force finds.
  @Test func isTheBestContinuation() throws {
    for seed in 0..<30 as Range<UInt64> {
      var random = RandomStream(seed: seed)
      let (steps, longest) = (7, 1 + Int(seed % 3))
      func losses(_ count: Int) -> [Double] {
        (0..<count).map { _ in Double(random.integer(below: 9)) }
      }
      let initial = losses(steps)
      let models = (0..<steps).map { step -> CandidateModel? in
        if random.integer(below: 4) == 0 { return nil }
        let lag = min(1 + random.integer(below: longest), steps - step)
        return CandidateModel(
          price: Double(random.integer(below: 5)), lag: lag,
          losses: losses(max(steps - step - lag, 0)))
      }
      var matrix = try StalenessMatrix(initial: initial, layers: [models])
      matrix.mayOverlap = false
      let toGo = CostToGo(models)
      #expect(toGo.cost(from: 0, initial[...]) == matrix.optimum().cost.total, "seed \(seed)")
      for from in 0...steps {
        var best = Double.infinity
        for set in 0..<1 << steps {
          let updates = (0..<steps).filter { set >> $0 & 1 == 1 }
          guard updates.allSatisfy({ $0 >= from && models[$0] != nil }),
            zip(updates, updates.dropFirst()).allSatisfy({ $0 + (models[$0]?.lag ?? 0) <= $1 })
          else { continue }
          let whole = matrix.cost(of: updates.map { ScheduledUpdate(step: $0) }).total
          best = min(best, whole - initial[..<from].reduce(0, +))
        }
        #expect(toGo.cost(from: from, initial[from...]) == best, "seed \(seed), from \(from)")
      }
    }
  }
}
