import Core
import Numerics
import Policies
import Testing

@Suite struct PathSearchTests {
  @Test func withoutWidthIsTheBestOfAll() async throws {
    for seed in 0..<15 as Range<UInt64> {
      let problem = WarmStarts(random: RandomStream(seed: seed), decisions: 6, memory: 99)
      let (found, best) = (try await PathSearch(problem), problem.best())
      #expect(found.upper == best.cost && found.isExact, "seed \(seed)")
      #expect(found.path == best.path, "seed \(seed)")
      #expect(found.expanded == 63)
    }
  }

  /// Histories that end alike have equal futures: fewer states, the same optimum.
  @Test func equalStatesAreMerged() async throws {
    for seed in 0..<15 as Range<UInt64> {
      let problem = WarmStarts(random: RandomStream(seed: seed), decisions: 8, memory: 1)
      let (found, best) = (try await PathSearch(problem), problem.best())
      #expect(found.upper == best.cost && found.isExact, "seed \(seed)")
      #expect(found.path == best.path, "seed \(seed)")
      // Before decision t the last update is one of t steps or none.
      #expect(found.expanded == (1...8).reduce(0, +))
    }
  }

  /// The optimum lies between the bounds, the upper one is the cost of the path, and both tighten to it.
  @Test func beamsBoundTheOptimum() async throws {
    var proven = 0
    for seed in 0..<15 as Range<UInt64> {
      let problem = WarmStarts(
        random: RandomStream(seed: seed), decisions: 7, memory: 99, floor: 1)
      let best = problem.best()
      for width in [1, 3, 10, 40, 64] {
        let found = try await PathSearch(problem, width: width)
        #expect(found.lower <= best.cost && best.cost <= found.upper, "seed \(seed)")
        #expect(problem.cost(found.path) == found.upper, "seed \(seed)")
        #expect(found.expanded <= 7 * width)
        if found.isExact { proven += width < 64 ? 1 : 0 }
        // 64 states before the last decision is all of them.
        if width == 64 { #expect(found.upper == best.cost) }
      }
    }
    #expect(proven > 0)
  }

  /// Ranked by what is really still to come, one state at a time is enough.
  @Test func estimatesChooseWhatIsFollowed() async throws {
    for seed in 0..<15 as Range<UInt64> {
      let problem = WarmStarts(
        random: RandomStream(seed: seed), decisions: 6, memory: 99, foresees: true)
      let (found, best) = (try await PathSearch(problem, width: 1), problem.best())
      #expect(found.upper == best.cost && found.path == best.path, "seed \(seed)")
      #expect(found.expanded == 6)
    }
  }

  /// On a staleness matrix as a path problem the search is its optimum.
  @Test func freshFitsAreTheSpecialCase() async throws {
    for seed in 0..<20 as Range<UInt64> {
      var random = RandomStream(seed: seed)
      let table = PlainTable.random(steps: 7, lags: .perStart, using: &random)
      let found = try await PathSearch(FreshFits(table: table))
      #expect(found.upper == (try table.matrix().optimum().cost.total), "seed \(seed)")
    }
  }
}

/// Schedules of a table; the state is the whole schedule until then.
private struct FreshFits: PathProblem {
  let table: PlainTable
  var decisions: Int { table.steps }
  var start: [ScheduledUpdate] { [] }

  func branches(
    of states: [[ScheduledUpdate]], at step: Int
  ) -> [[PathBranch<[ScheduledUpdate]>]] {
    states.map { kept in
      let updated = kept + [ScheduledUpdate(step: step)]
      return [(kept, 0), (updated, table.model(updated[updated.count - 1])?.price)].compactMap {
        schedule, price in
        price.map {
          PathBranch(
            schedule, cost: $0 + table.loss(table.serving(schedule, at: step), at: step))
        }
      }
    }
  }
}
