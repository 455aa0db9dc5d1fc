import Core
import Numerics
import Testing

@testable import Streams

@Suite struct HyperplaneTests {
  static func make(_ values: SettingValues, seed: UInt64 = 1) throws -> Hyperplane {
    try #require(Hyperplane.entry(values)(RandomStream(seed: seed)) as? Hyperplane)
  }

  static func isPositive(_ row: [Float], _ weights: [Double]) -> Bool {
    zip(row, weights).reduce(0) { $0 + Double($1.0) * $1.1 } >= weights.reduce(0, +) / 2
  }

  @Test(arguments: [1, 2, 3] as [UInt64]) func priorNoiseAndRule(seed: UInt64) throws {
    var (plane, random) = (try Self.make([:], seed: seed), RandomStream(seed: seed))
    let batch = plane.batch(2000, using: &random)
    var (positive, wrong) = (0, 0)
    for (i, row) in batch.rows.enumerated() {
      let clean = Self.isPositive(row, plane.weights)
      #expect((clean != (batch.labels[i] == 1)) == batch.isFlipped(i))
      positive += clean ? 1 : 0
      wrong += batch.isFlipped(i) ? 1 : 0
    }
    #expect(isClose(positive, of: 2000, to: 0.5))
    #expect(isClose(wrong, of: 2000, to: 0.05))
    #expect(plane.weights.allSatisfy { 0 <= $0 && $0 < 1 })
    #expect(plane.bayesAccuracy == 0.95)
  }

  @Test func onlyTheFirstWeightsDriftAndOnlyWithChange() throws {
    var random = RandomStream(seed: 1)
    var still = try Self.make(["drifting": .integer(3)])
    var moving = try Self.make(["drifting": .integer(3), "change": .number(0.01)])
    let start = still.weights
    #expect(moving.weights == start)
    _ = still.batch(50, using: &random)
    _ = moving.batch(50, using: &random)
    #expect(still.weights == start && !still.isDrifting)
    #expect(moving.weights[3...] == start[3...])
    for j in 0..<3 { #expect(moving.weights[j] != start[j]) }
  }

  @Test func weightsMoveByHandWorkedSteps() throws {
    var steady = try Self.make(["change": .number(0.25), "flip": .number(0)])
    var turning = try Self.make(["change": .number(0.25), "flip": .number(1)])
    let start = steady.weights
    steady.advance(rows: 8)
    turning.advance(rows: 7)
    for j in 0..<2 {
      #expect(abs(steady.weights[j] - start[j] - 2) < 1e-12)
      #expect(abs(turning.weights[j] - start[j] - 0.25) < 1e-12)
    }
  }

  @Test func advanceIsWhatFillDoesToTheConcept() throws {
    let values: SettingValues = ["change": .number(0.01), "flip": .number(0.3)]
    var (filled, advanced) = (try Self.make(values), try Self.make(values))
    var random = RandomStream(seed: 9)
    _ = filled.batch(100, using: &random)
    advanced.advance(rows: 100)
    #expect(filled.weights == advanced.weights)
    var frozen = advanced.frozen
    frozen.advance(rows: 10)
    #expect(frozen.weights == advanced.weights && !frozen.isDrifting)
  }

  @Test func aDrawIsAConcept() throws {
    #expect(
      try Self.make(["draw": .integer(2)]).weights == Self.make(["draw": .integer(2)]).weights)
    #expect(try Self.make(["draw": .integer(2)]).weights != Self.make([:]).weights)
    #expect(try Self.make([:], seed: 1).weights != Self.make([:], seed: 2).weights)
  }

  @Test func moreDriftingWeightsThanFeaturesIsAnError() {
    #expect(throws: SettingError.self) { try Self.make(["features": .integer(1)]) }
  }

  @Test func anchorsAreTheStatesAtTheirRows() throws {
    let values: SettingValues = ["change": .number(0.02), "noise": .number(0)]
    var stream = try ScheduledStream([Hyperplane.entry(values)], rows: 100, anchors: 30)
    #expect(stream.concepts.map(\.label) == ["row 0", "row 30", "row 60", "row 90"])
    #expect(stream.segments.map(\.start) == [0, 30, 60, 90])
    _ = try stream.warmUp(count: 20)
    let batch = stream.rest(by: 7)
    #expect(batch.concepts == (0..<100).map { $0 / 30 })
    for (i, row) in batch.rows.enumerated() {
      var plane = try Self.make(values)
      plane.advance(rows: i)
      #expect(Self.isPositive(row, plane.weights) == (batch.labels[i] == 1))
    }
    for concept in 0..<4 {
      var (plane, random) = (try Self.make(values), RandomStream(seed: 5))
      plane.advance(rows: 30 * concept)
      let rows = stream.holdout(concept, count: 50, using: &random)
      for i in 0..<50 {
        let isPositive = Self.isPositive(Array(rows.features.row(i)), plane.weights)
        #expect(isPositive == (rows.labels[i] == 1))
      }
    }
  }

  @Test func aDriftingConceptStandsAlone() throws {
    let plane = try Hyperplane.entry(["change": .number(0.01)])
    #expect(throws: SettingError.self) {
      try ScheduledStream(
        [plane, plane], [.init(concept: 0, start: 0), .init(concept: 1, start: 5)], rows: 10)
    }
    #expect(try ScheduledStream([plane], rows: 1000).concepts.count == 10)
  }
}
