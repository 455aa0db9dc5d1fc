import Core
import Numerics
import Testing

@testable import Streams

@Suite struct RandomRBFTests {
  static let small: SettingValues = ["features": .integer(3), "centroids": .integer(4)]
  static let moving = small.overridden(by: ["speed": .number(0.01)])

  static func make(_ values: SettingValues, seed: UInt64 = 1) throws -> RandomRBF {
    try #require(RandomRBF.entry(values)(RandomStream(seed: seed)) as? RandomRBF)
  }

  @Test(arguments: [(1, 2), (4, 3)]) func closedForms(features: Int, classes: Int) throws {
    // Each seed is a concept; its accuracy is a mean over 8192 rows.
    let make = try RandomRBF.entry([
      "features": .integer(features), "classes": .integer(classes), "centroids": .integer(4),
    ])
    // Each of ten concepts has a standard error of .0056 of its own.
    try checkClosedForms(
      rows: 200, statedError: 4 * 0.0056 / 10.0.squareRoot(), rowsAreExact: false, make: make)
  }

  @Test func rowsLieAroundTheirCentroids() throws {
    var generator = try Self.make(["features": .integer(4), "centroids": .integer(1)])
    let (mixture, n) = (generator.mixture, 2000)
    var random = RandomStream(seed: 2)
    let batch = generator.batch(n, using: &random)
    var (near, above, flat) = (0, Array(repeating: 0, count: 4), 0)
    for row in batch.rows {
      let offsets = zip(row, mixture.centres).map { Double($0) - $1 }
      let square = offsets.reduce(0) { $0 + $1 * $1 }
      near += square < mixture.deviations[0] * mixture.deviations[0] ? 1 : 0
      for (j, x) in offsets.enumerated() { above[j] += x > 0 ? 1 : 0 }
      flat += abs(offsets[0]) < abs(offsets[1]) / 2 ? 1 : 0
    }
    #expect(isClose(near, of: n, to: 0.6826895))
    for count in above { #expect(isClose(count, of: n, to: 0.5)) }
    #expect(isClose(flat, of: n, to: 0.25))
    #expect(Set(batch.labels) == [Float(mixture.labels[0])] && !batch.flipped.contains(true))
  }

  @Test func centroidsAreWithinTheirRanges() throws {
    let mixture = try Self.make([:]).mixture
    #expect(mixture.count == 50 && mixture.centres.count == 500)
    #expect(mixture.centres.allSatisfy { 0 <= $0 && $0 < 1 })
    #expect(mixture.deviations.allSatisfy { 1e-4 <= $0 && $0 < 1 })
    #expect(Set(mixture.labels) == [0, 1])
    let mean = mixture.centres.reduce(0, +) / 500
    #expect(abs(mean - 0.5) < 4 * (1.0 / 6000).squareRoot())
  }

  @Test func aDrawIsAConcept() throws {
    let second = Self.small.overridden(by: ["draw": .integer(2)])
    #expect(try Self.make(second).mixture.centres == Self.make(second).mixture.centres)
    #expect(try Self.make(second).mixture.centres != Self.make(Self.small).mixture.centres)
    #expect(try Self.make(Self.moving).mixture.centres == Self.make(Self.small).mixture.centres)
  }

  @Test func aCoordinateTurnsAtTheBorders() {
    // Alone, the coordinate of a direction of length 1 is 1.
    var random = RandomStream(seed: 1)
    var motion = CentroidMotion(
      count: 1, features: 1, speed: 0.25, hasSigns: false, using: &random)
    var (centres, path) = ([0.5, 0.9], [Double]())
    for _ in 0..<9 {
      motion.move(&centres)
      path.append(centres[0])
    }
    #expect(path == [0.75, 1, 1, 0.75, 0.5, 0.25, 0, 0, 0.25] && centres[1] == 0.9)
  }

  @Test(arguments: [false, true]) func velocitiesHaveTheLengthAskedFor(signed: Bool) throws {
    let values = Self.small.overridden(by: [
      "features": .integer(20), "drifting": .integer(3), "speed": .number(0.01),
      "signed": .flag(signed),
    ])
    var generator = try Self.make(values)
    let (start, motion) = (generator.mixture.centres, try #require(generator.motion))
    #expect(motion.velocities.count == 60)
    for j in 0..<3 {
      let velocity = motion.velocities[j * 20..<j * 20 + 20]
      #expect(abs(velocity.reduce(0) { $0 + $1 * $1 } - 1e-4) < 1e-15)
      #expect(velocity.contains { $0 < 0 } == signed)
    }
    generator.advance(rows: 1)
    let moved = zip(start, generator.mixture.centres).map { $0 != $1 }
    #expect(moved[..<60].allSatisfy(\.self) && !moved[60...].contains(true))
  }

  @Test func advanceIsWhatFillDoesToTheConcept() throws {
    var (filled, advanced) = (try Self.make(Self.moving), try Self.make(Self.moving))
    var random = RandomStream(seed: 9)
    let batch = filled.batch(150, using: &random)
    advanced.advance(rows: 150)
    #expect(filled.mixture.centres == advanced.mixture.centres)
    #expect(batch.bayes.allSatisfy(\.isNaN) && filled.bayesAccuracy == nil && filled.isDrifting)
    #expect(filled.mixture.centres.allSatisfy { 0 <= $0 && $0 <= 1 })
    var frozen = advanced.frozen
    let accuracy = try #require(frozen.bayesAccuracy)
    #expect(frozen.batch(3, using: &random).bayes == [accuracy, accuracy, accuracy])
    #expect(frozen.mixture.centres == advanced.mixture.centres && !frozen.isDrifting)
  }

  /// A row moves first and is drawn then: with next to no scale it lies where its centroid has gone.
  @Test func centroidsMoveBeforeEachRow() throws {
    let values: SettingValues = [
      "features": .integer(2), "centroids": .integer(1), "speed": .number(0.02),
    ]
    var (generator, random) = (try Self.make(values), RandomStream(seed: 5))
    var (still, same) = (generator.frozen, RandomStream(seed: 5))
    let (one, other) = (generator.batch(1, using: &random), still.batch(1, using: &same))
    for j in 0..<2 {
      let step = generator.mixture.centres[j] - still.mixture.centres[j]
      #expect(step != 0 && abs(Double(one.rows[0][j] - other.rows[0][j]) - step) < 1e-6)
    }
  }

  @Test func anchorsAreTheStatesAtTheirRows() throws {
    let stream = try ScheduledStream([RandomRBF.entry(Self.moving)], rows: 90, anchors: 30)
    #expect(stream.concepts.map(\.label) == ["row 0", "row 30", "row 60"])
    #expect(stream.concepts.allSatisfy { $0.bayesAccuracy != nil })
    for (i, snapshot) in stream.snapshots.enumerated() {
      var generator = try Self.make(Self.moving)
      generator.advance(rows: 30 * i)
      #expect((snapshot as? RandomRBF)?.mixture.centres == generator.mixture.centres)
    }
  }

  /// Between two concepts the rows' posteriors are exact; their mean is the share that the rule predicts.
  @Test func conceptsCanBeInterpolated() throws {
    let (one, other) = (
      try Self.make(Self.small), try Self.make(Self.small.overridden(by: ["draw": .integer(2)]))
    )
    var between = try #require(one.interpolated(to: other, share: 0.4) as? RandomRBF)
    #expect(between.bayesAccuracy == nil && between.mixture.count == 8)
    var (random, n) = (RandomStream(seed: 6), 1500)
    let batch = between.batch(n, using: &random)
    var right = 0
    for i in 0..<n {
      var density = [0.0, 0]
      #expect(between.addJointDensity(of: batch.features.row(i), weight: 2, to: &density))
      let best = max(density[0], density[1]) / (density[0] + density[1])
      #expect(abs(batch.bayes[i] - best) < 1e-9)
      right += (density[1] > density[0]) == (batch.labels[i] == 1) ? 1 : 0
    }
    #expect(isClose(right, of: n, to: batch.bayes.reduce(0, +) / Double(n)))
    let wider = try Self.make(["features": .integer(3), "centroids": .integer(5)])
    #expect(one.interpolated(to: wider, share: 0.5) == nil)
    #expect(one.interpolated(to: try Self.make(Self.moving), share: 0.5) == nil)
  }

  @Test func transitionsHaveExactPosteriors() throws {
    let factories = try [1, 2].map { draw in
      try RandomRBF.entry(Self.small.overridden(by: ["draw": .integer(draw)]))
    }
    for shape in ScheduledStream.Appearance.Shape.allCases {
      var stream = try ScheduledStream(
        factories,
        [.init(concept: 0, start: 0), .init(concept: 1, start: 50, width: 40, shape: shape)],
        rows: 100)
      let batch = stream.rest(by: 100)
      #expect(batch.bayes.allSatisfy { 0.5 <= $0 && $0 <= 1 })
      #expect(Set(batch.bayes[35..<65]).count == 30)
    }
  }

  @Test(
    arguments: [
      ["drifting": .integer(51)], ["features": .integer(10_000), "centroids": .integer(101)],
    ] as [SettingValues])
  func contradictionsAreErrors(_ values: SettingValues) {
    #expect(throws: SettingError.self) { try Self.make(values) }
  }
}
