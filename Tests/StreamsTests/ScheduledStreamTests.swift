import Core
import Numerics
import Testing

@testable import Streams

@Suite struct ScheduledStreamTests {
  typealias Appearance = ScheduledStream.Appearance

  static func sea(_ function: Int, noise: Double = 0.1) throws -> GeneratorFactory {
    try Sea.entry(["function": .integer(function), "noise": .number(noise)])
  }

  @Test func abruptConceptsStartAtTheirRows() throws {
    var stream = try ScheduledStream(
      [Self.sea(1), Self.sea(2)],
      [
        .init(concept: 0, start: 0), .init(concept: 1, start: 33, width: 1),
        .init(concept: 0, start: 70),
      ], rows: 100)
    let batch = stream.rest(by: 10)
    #expect(batch.concepts == (0..<100).map { 33..<70 ~= $0 ? 1 : 0 })
    #expect(stream.segments.map(\.concept) == [0, 1, 0])
    #expect(stream.concepts.map(\.label) == ["0", "1"])
    #expect(batch.bayes.allSatisfy { $0 == 0.9 } && !batch.isHeldOut.contains(true))
  }

  @Test func aReturningConceptGoesOnWhereItStopped() throws {
    var (plain, recurring) = (
      try ScheduledStream([Self.sea(1)], rows: 60),
      try ScheduledStream(
        [Self.sea(1), Self.sea(2)],
        [
          .init(concept: 0, start: 0), .init(concept: 1, start: 33), .init(concept: 0, start: 70),
        ], rows: 97)
    )
    let warmUps = (try plain.warmUp(count: 5), try recurring.warmUp(count: 5))
    #expect(warmUps.0 == warmUps.1)
    let (one, other) = (plain.rest(by: 60), recurring.rest(by: 20))
    let returned = (0..<97).filter { other.concepts[$0] == 0 }
    #expect(other.features.gather(returned) == one.features)
  }

  @Test(arguments: [Appearance.Shape.sigmoid, .linear], [1, 2, 3] as [UInt64])
  func proportionsFollowTheSchedule(shape: Appearance.Shape, seed: UInt64) throws {
    let (start, width, rows) = (1000, 600, 2000)
    var stream = try ScheduledStream(
      [Self.sea(1), Self.sea(2)],
      [.init(concept: 0, start: 0), .init(concept: 1, start: start, width: width, shape: shape)],
      rows: rows, seed: seed)
    let concepts = stream.rest(by: 100).concepts
    for window in stride(from: 0, to: rows, by: 250) {
      let range = window..<window + 250
      let p = range.map { t -> Double in
        let x = Double(t - start) / Double(width)
        return shape == .linear ? min(max(0.5 + x, 0), 1) : 1 / (1 + Double.exp(-4 * x))
      }
      let count = Double(concepts[range].reduce(0, +))
      let deviation = p.reduce(0) { $0 + $1 * (1 - $1) }.squareRoot()
      #expect(abs(count - p.reduce(0, +)) <= 4 * deviation + 1e-9, "rows \(range)")
    }
  }

  @Test func theBayesAccuracyOfATransitionIsThatOfTheMixture() throws {
    let (start, width) = (150, 300)
    var stream = try ScheduledStream(
      [Self.sea(1), Self.sea(4)],
      [.init(concept: 0, start: 0), .init(concept: 1, start: start, width: width, shape: .linear)],
      rows: 400)
    let batch = stream.rest(by: 64)
    var disputed = 0
    for (t, row) in batch.rows.enumerated() {
      let p = min(max(0.5 + Double(t - start) / Double(width), 0), 1)
      let sum = Double(row[0]) + Double(row[1])
      // Functions 1 and 4 differ where 8 < x1 + x2 ≤ 9.5: the old concept says 1, the new one 0.
      let isDisputed = sum > 8 && sum <= 9.5
      let one = (1 - p) * 0.9 + p * 0.1
      let expected = isDisputed ? max(one, 1 - one) : 0.9
      #expect(abs(batch.bayes[t] - expected) < 1e-6)
      disputed += isDisputed ? 1 : 0
    }
    #expect(disputed > 20)
  }

  @Test func anUnknownDensityIsAnUnknownBayesAccuracy() throws {
    let generator = ShuffledTable(
      Schema(features: ["x"], classes: ["a", "b"]),
      try RowStore(Matrix(rows: 2, columns: 1, [1, 2]), [0, 1]))
    var stream = try ScheduledStream(
      [{ _ in generator }, { _ in generator }],
      [.init(concept: 0, start: 0), .init(concept: 1, start: 20, width: 10)], rows: 40)
    #expect(stream.rest(by: 40).bayes.allSatisfy { $0.isNaN })
  }

  @Test func manyClassesInATransition() throws {
    let values: SettingValues = ["classes": .integer(3), "features": .integer(2)]
    var stream = try ScheduledStream(
      [
        GaussianMixture.entry(values),
        GaussianMixture.entry(values.overridden(by: ["rotation": .number(90)])),
      ], [.init(concept: 0, start: 0), .init(concept: 1, start: 50, width: 60)], rows: 100)
    #expect(stream.rest(by: 9).bayes.allSatisfy { $0 > 1.0 / 3 - 1e-6 && $0 <= 1 })
  }

  @Test func contradictorySchedulesAreErrors() throws {
    let factories = [try Self.sea(1), try Self.sea(2)]
    let schedules: [[Appearance]] = [
      [], [.init(concept: 0, start: 1)],
      [.init(concept: 0, start: 0), .init(concept: 1, start: 0)],
      [.init(concept: 0, start: 0), .init(concept: 1, start: 10)],
      [.init(concept: 0, start: 0), .init(concept: 1, start: 5, width: -1)],
    ]
    for schedule in schedules {
      let used = Array(factories.prefix(Set(schedule.map(\.concept)).count))
      #expect(throws: SettingError.self) { try ScheduledStream(used, schedule, rows: 10) }
    }
    let other = try GaussianMixture.entry(["features": .integer(4)])
    #expect(throws: SettingError.self) {
      try ScheduledStream(
        [factories[0], other], [.init(concept: 0, start: 0), .init(concept: 1, start: 5)], rows: 10)
    }
  }
}
