import Core
import Numerics
import Testing

@testable import Streams

@Suite struct LEDTests {
  /// The segments of each digit: top, upper left, upper right, middle, lower left, lower right, bottom.
  static let digits = [
    "1110111", "0010010", "1011101", "1011011", "0111010", "1101011", "1101111", "1010010",
    "1111111", "1111011",
  ].map { $0.map { $0 == "1" ? Float(1) : 0 } }

  static func make(_ values: SettingValues = [:]) throws -> any Generator {
    try LED.entry(values)(RandomStream(seed: 1))
  }

  /// P(y | s) of all digits, multiplied out segment by segment.
  static func posterior(_ segments: [Float], noise: Double) -> [Double] {
    let joint = digits.map { digit in
      zip(digit, segments).reduce(1.0) { $0 * ($1.0 == $1.1 ? 1 - noise : noise) }
    }
    return joint.map { $0 / joint.reduce(0, +) }
  }

  @Test(arguments: [(0.1, 0.74), (0.05, 0.867), (0.2, 0.5126), (0, 1), (0.5, 0.1)])
  func bayesAccuracy(noise: Double, accuracy: Double) throws {
    for drift in [0, 7] {
      let led = try Self.make(["noise": .number(noise), "drift": .integer(drift)])
      #expect(abs(try #require(led.bayesAccuracy) - accuracy) < 5e-5)
    }
  }

  @Test(arguments: [(0.1, 0), (0.2, 3), (0, 7)]) func closedForms(noise: Double, drift: Int) throws
  {
    let make = try LED.entry([
      "noise": .number(noise), "irrelevant": .integer(8), "drift": .integer(drift),
    ])
    try checkClosedForms(rows: 200, make: make)
  }

  @Test(arguments: [0, 5]) func rowsFollowTheDigit(drift: Int) throws {
    var led = try Self.make(["irrelevant": .integer(70), "drift": .integer(drift)])
    var (random, n) = (RandomStream(seed: 2), 2000)
    let batch = led.batch(n, using: &random)
    var (inverted, ones) = (Array(repeating: 0, count: 7), Array(repeating: 0, count: 70))
    for i in 0..<n {
      var row = Array(batch.features.row(i))
      for j in 0..<drift { row.swapAt(j, 7 + j) }
      let digit = Self.digits[Int(batch.labels[i])]
      for j in 0..<7 { inverted[j] += row[j] != digit[j] ? 1 : 0 }
      for j in 0..<70 { ones[j] += Int(row[7 + j]) }
      let posterior = Self.posterior(Array(row[..<7]), noise: 0.1)
      #expect(abs(batch.bayes[i] - (posterior.max() ?? 0)) < 1e-12 && !batch.isFlipped(i))
    }
    #expect(batch.features.elements.allSatisfy { $0 == 0 || $0 == 1 })
    for count in inverted { #expect(isClose(count, of: n, to: 0.1)) }
    for count in ones { #expect(isClose(count, of: n, to: 0.5)) }
  }

  @Test func driftSwapsFeaturesAndNothingElse() throws {
    var (led, drifted) = (try Self.make(), try Self.make(["drift": .integer(4)]))
    var (random, same) = (RandomStream(seed: 3), RandomStream(seed: 3))
    let (one, other) = (led.batch(50, using: &random), drifted.batch(50, using: &same))
    #expect(one.labels == other.labels && one.bayes == other.bayes)
    for (row, swapped) in zip(one.rows, other.rows) {
      #expect(Array(row[7..<11] + row[4..<7] + row[..<4] + row[11...]) == swapped)
    }
  }

  @Test func densitiesSumToOne() throws {
    let led = try Self.make(["irrelevant": .integer(2), "drift": .integer(1)])
    var density = Array(repeating: 0.0, count: 10)
    for bits in 0..<512 {
      let row = (0..<9).map { Float(bits >> $0 & 1) }
      #expect(led.addJointDensity(of: row[...], weight: 0.25, to: &density))
    }
    for share in density { #expect(abs(share - 0.1) < 1e-12) }
  }

  @Test func noiseCanBeInterpolated() throws {
    let quiet = try Self.make(["noise": .number(0)])
    let between = quiet.interpolated(to: try Self.make(["noise": .number(0.2)]), share: 0.25)
    #expect(abs(try #require(between?.bayesAccuracy) - 0.867) < 5e-5)
    #expect(quiet.interpolated(to: try Self.make(["drift": .integer(1)]), share: 0.5) == nil)
    #expect(quiet.interpolated(to: Sea(function: 1, noise: 0), share: 0.5) == nil)
  }

  @Test func moreDriftThanIrrelevantFeaturesIsAnError() {
    #expect(throws: SettingError.self) {
      try Self.make(["irrelevant": .integer(2), "drift": .integer(3)])
    }
  }
}
