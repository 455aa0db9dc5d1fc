import Core
import Numerics
import Testing

@testable import Streams

/// Features that are measured otherwise, or not at all.
@Suite struct SensorTests {
  static func make(_ values: SettingValues) throws -> any Generator {
    let common: SettingValues = ["of": .generator("sea"), "feature": .text("x2")]
    return try Sensor.entry(common.overridden(by: values))(RandomStream(seed: 1))
  }

  static func rows(_ generator: any Generator, _ count: Int = 500) -> Batch {
    var (generator, random) = (generator, RandomStream(seed: 9))
    return generator.batch(count, using: &random)
  }

  @Test func rescaled() throws {
    let plain = Self.rows(try Sea.entry()(RandomStream(seed: 1)))
    let sensor = try Self.make(["scale": .number(-4), "offset": .number(2)])
    let rows = Self.rows(sensor)
    for i in 0..<500 {
      #expect(rows.features[i, 1] == Float(-4 * Double(plain.features[i, 1]) + 2))
      #expect(rows.features[i, 0] == plain.features[i, 0] && rows.bayes[i] == 0.9)
    }
    #expect(rows.labels == plain.labels && sensor.bayesAccuracy == 0.9)
    // The density of a row is that of the row as it was, over |scale|.
    for i in 0..<20 {
      var (now, was) = ([0.0, 0.0], [0.0, 0.0])
      let sea = try Sea.entry()(RandomStream(seed: 1))
      #expect(sensor.addJointDensity(of: rows.features.row(i), weight: 1, to: &now))
      #expect(sea.addJointDensity(of: plain.features.row(i), weight: 0.25, to: &was))
      #expect(now == was)
    }
  }

  @Test func noiseAndAbsence() throws {
    let plain = Self.rows(try Sea.entry()(RandomStream(seed: 1)))
    let absent = Self.rows(try Self.make(["fault": .text("absent"), "offset": .number(-1)]))
    #expect((0..<500).allSatisfy { absent.features[$0, 1] == -1 } && absent.labels == plain.labels)
    #expect(absent.bayes.allSatisfy { $0.isNaN })
    let noise = try Self.make([
      "fault": .text("noise"), "offset": .number(3), "scale": .number(2),
    ])
    let rows = Self.rows(noise, 4000)
    let values = (0..<4000).map { (Double(rows.features[$0, 1]) - 3) / 2 }
    let squares = values.reduce(0) { $0 + $1 * $1 }
    #expect(abs(values.reduce(0, +)) < 4 * 4000.0.squareRoot())
    #expect(abs(squares - 4000) < 4 * 8000.0.squareRoot())
    var density = [0.0, 0.0]
    #expect(!noise.addJointDensity(of: rows.features.row(0), weight: 1, to: &density))
    let shares = try Sea.entry()(RandomStream(seed: 3)).classShares
    #expect(noise.bayesAccuracy == nil && noise.classShares == shares)
  }

  /// A scale that wears off row by row.
  @Test func wear() throws {
    let plain = try Self.make(["fault": .text("none")])
    let worn = try Self.make(["scale": .number(3), "offset": .number(8)])
    let half = try #require(plain.interpolated(to: worn, share: 0.5))
    let (was, rows) = (Self.rows(plain), Self.rows(half))
    for i in 0..<100 {
      #expect(rows.features[i, 1] == Float(2 * Double(was.features[i, 1]) + 4))
    }
    #expect(plain.interpolated(to: try Self.make(["fault": .text("noise")]), share: 0.5) == nil)
  }

  @Test func mistakes() {
    #expect(throws: SettingError.self) { try Self.make(["feature": .text("z")]) }
    #expect(throws: SettingError.self) { try Self.make(["scale": .number(0)]) }
  }

  @Test func missingValues() throws {
    let values: SettingValues = [
      "of": .generator("stagger"), "share": .number(0.3), "columns": .list([.text("color")]),
    ]
    let missing = try MissingFeatures.entry(values)(RandomStream(seed: 1))
    let rows = Self.rows(missing, 3000)
    let lost = (0..<3000).count { i in (3..<6).allSatisfy { rows.features[i, $0] == 0 } }
    #expect(isClose(lost, of: 3000, to: 0.3))
    for i in 0..<3000 {
      #expect((0..<3).count { rows.features[i, $0] == 1 } == 1, "size is never missing")
      #expect((3..<6).count { rows.features[i, $0] == 1 } <= 1)
    }
    #expect(missing.bayesAccuracy == nil && rows.bayes.allSatisfy { $0.isNaN })
    #expect(throws: SettingError.self) {
      try MissingFeatures.entry(["of": .generator("sea"), "columns": .list([.text("z")])])(
        RandomStream(seed: 1))
    }
  }
}
