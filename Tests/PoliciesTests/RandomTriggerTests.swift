import Core
import Numerics
import Policies
import Testing

@Suite struct RandomTriggerTests {
  /// The steps of a run that are drawn.
  func drawn(_ updates: Int, of steps: Int, seed: UInt64 = 1) throws -> [Int] {
    var trigger = try RandomTrigger.entry.make(["updates": .integer(updates)], OneDetector())
    let facts = RunFacts(steps: steps, random: RandomStream(seed: seed))
    return try (0..<steps).filter {
      try trigger.decide(
        Observation(
          step: $0, outcomes: [], newRows: 0, historyRows: 0, updates: 0, modelAge: 0, run: facts)
      ).fires
    }
  }

  @Test func exactlySoMany() throws {
    for updates in 0...9 {
      for seed in 0..<20 as Range<UInt64> {
        #expect(try drawn(updates, of: 9, seed: seed).count == updates)
      }
    }
    #expect(try drawn(12, of: 9).count == 9)
    #expect(try drawn(3, of: 100, seed: 5) == drawn(3, of: 100, seed: 5))
    #expect(try drawn(3, of: 100, seed: 5) != drawn(3, of: 100, seed: 6))
  }

  /// All 10 pairs of 5 steps, 4000 draws: χ² with 9 degrees of freedom is beyond 33.7 once in 10 000.
  @Test func everySetIsAsProbable() throws {
    var counts: [[Int]: Int] = [:]
    for seed in 0..<4000 as Range<UInt64> {
      counts[try drawn(2, of: 5, seed: seed), default: 0] += 1
    }
    let statistic = counts.values.reduce(0.0) { $0 + Double(($1 - 400) * ($1 - 400)) / 400 }
    #expect(counts.count == 10 && statistic < 33.7, "\(statistic)")
  }
}
