import Core
import Numerics
import Testing

@testable import Streams

/// Incremental drift: parameters that move.
@Suite struct InterpolationTests {
  typealias Appearance = ScheduledStream.Appearance

  static func sea(_ function: Int) throws -> GeneratorFactory {
    try Sea.entry(["function": .integer(function)])
  }

  /// P(y = 1) = 1 − θ(t)²/200 while θ moves from 8 to 9.5, and every label follows from θ(t).
  @Test(arguments: 1...10 as ClosedRange<UInt64>) func thresholdsMove(_ seed: UInt64) throws {
    let (start, width) = (4000, 6000)
    var stream = try ScheduledStream(
      [
        try Sea.entry(["noise": .number(0)]),
        try Sea.entry(["noise": .number(0), "function": .integer(4)]),
      ],
      [
        .init(concept: 0, start: 0),
        .init(concept: 1, start: start, width: width, shape: .incremental),
      ], rows: 9000, seed: seed)
    let rows = stream.rest(by: 77)
    var (expected, variance, positives) = (0.0, 0.0, 0)
    for t in 0..<9000 {
      let share = min(max((Double(t - start) + 0.5) / Double(width) + 0.5, 0), 1)
      let theta = 8 + 1.5 * share
      let sum = Double(rows.features[t, 0]) + Double(rows.features[t, 1])
      if abs(sum - theta) > 1.5 / 1000 { #expect((rows.labels[t] == 1) == (sum > theta), "\(t)") }
      let p = 1 - theta * theta / 200
      expected += p
      variance += p * (1 - p)
      positives += Int(rows.labels[t])
    }
    #expect(abs(Double(positives) - expected) < 4 * variance.squareRoot())
    #expect(rows.concepts == (0..<9000).map { $0 < start ? 0 : 1 })
    #expect(rows.bayes.allSatisfy { $0 == 1 })
  }

  @Test func rowsDependOnNothingButTheSeed() throws {
    func make() throws -> ScheduledStream {
      try ScheduledStream(
        [try Self.sea(1), try Self.sea(3)],
        [
          .init(concept: 0, start: 0),
          .init(concept: 1, start: 100, width: 120, shape: .incremental),
          .init(concept: 0, start: 300, width: 51, shape: .incremental),
          .init(concept: 1, start: 400, width: 20),
        ], rows: 500)
    }
    var (one, other) = (try make(), try make())
    let (rows, same) = (one.rest(by: 1), other.rest(by: 93))
    #expect(rows.isSame(as: same))
    #expect(Set(rows.rows).count == 500, "no row is given twice")
    #expect(rows.bayes[0..<200].allSatisfy { $0 == 0.9 }, "no mixture while parameters move")
  }

  /// A later transition's tail mixes with parameters that are still moving.
  @Test func tailsOverlap() throws {
    var stream = try ScheduledStream(
      [try Self.sea(1), try Self.sea(3), try Self.sea(4)],
      [
        .init(concept: 0, start: 0),
        .init(concept: 1, start: 1000, width: 1000, shape: .incremental),
        .init(concept: 2, start: 2000, width: 1000),
      ], rows: 4000)
    let rows = stream.rest(by: 100)
    // P of the third concept at row 1400, within ±100: 1 / (1 + e^2.4).
    let third = rows.concepts[1300..<1500].count { $0 == 2 }
    #expect(isClose(third, of: 200, to: 0.0832))
    #expect(rows.bayes.allSatisfy { (0.5...0.9001).contains($0) })
  }

  @Test func planesAndMeansMove() throws {
    let root = RandomStream(seed: 1)
    let plane = try Hyperplane.entry()(root)
    let other = try Hyperplane.entry(["draw": .integer(2)])(root)
    let middle = try #require(plane.interpolated(to: other, share: 0.25) as? Hyperplane)
    let ends = try #require((plane as? Hyperplane, other as? Hyperplane))
    for (w, (a, b)) in zip(middle.weights, zip(ends.0?.weights ?? [], ends.1?.weights ?? [])) {
      #expect(abs(w - (0.75 * a + 0.25 * b)) < 1e-12)
    }
    let mixture = try GaussianMixture.entry()(root)
    let turned = try GaussianMixture.entry(["rotation": .number(90)])(root)
    let half = try #require(mixture.interpolated(to: turned, share: 0.5) as? GaussianMixture)
    let direct = try #require(
      try GaussianMixture.entry(["rotation": .number(45)])(root) as? GaussianMixture)
    #expect(half.mixture.means.elements == direct.mixture.means.elements)
    #expect(mixture.interpolated(to: plane, share: 0.5) == nil)
  }

  @Test func whatHasNothingBetweenIsRefused() throws {
    #expect(throws: SettingError.self) {
      try ScheduledStream(
        [try Stagger.entry(), try Stagger.entry(["function": .integer(2)])],
        [
          .init(concept: 0, start: 0),
          .init(concept: 1, start: 50, width: 20, shape: .incremental),
        ], rows: 100)
    }
  }
}
