import Core
import Numerics
import Testing

@testable import Streams

@Suite struct CovariateShiftTests {
  static func make(_ of: SettingValue, _ values: SettingValues = [:]) throws -> any Generator {
    try CovariateShift.entry(values.overridden(by: ["of": of]))(RandomStream(seed: 3))
  }

  /// p′(x) k⁻¹(x) is p(x) again: weighting rows by 1/k gives the generator's shares back, and a row's
  /// probability of a label does not change.
  @Test(arguments: 1...10 as ClosedRange<UInt64>) func weightsUndoTheShift(_ seed: UInt64) throws {
    var shifted = try Self.make(.generator("sea", ["noise": .number(0)]))
    var random = RandomStream(seed: seed)
    let rows = shifted.batch(4000, using: &random)
    // Density is k/E k times 1: its inverse is the importance weight.
    var (total, sum, squares) = (0.0, 0.0, 0.0)
    for i in 0..<rows.count {
      var density = [0.0, 0.0]
      #expect(shifted.addJointDensity(of: rows.features.row(i), weight: 1, to: &density))
      let weight = 1 / (density[0] + density[1])
      let isPositive = rows.features[i, 0] + rows.features[i, 1] > 8
      #expect((rows.labels[i] == 1) == isPositive, "the label follows from the row as before")
      total += weight
      sum += isPositive ? weight : 0
      let error = (isPositive ? 1 : 0) - 0.68
      squares += weight * weight * error * error
    }
    #expect(abs(sum / total - 0.68) < 4 * squares.squareRoot() / total)
    #expect(shifted.bayesAccuracy == 1)
  }

  /// The mean weight and the shifted mean against the plain generator's own rows.
  @Test func theTiltIsAsStated() throws {
    let plain = try Self.make(.generator("sea"), ["strength": .integer(0)])
    let tilted = try #require(try Self.make(.generator("sea")) as? CovariateShift)
    let other = try #require(
      try Self.make(.generator("sea"), ["strength": .number(-2)]) as? CovariateShift)
    #expect(abs(tilted.meanWeight + other.meanWeight - 1) < 1e-9, "k(−z) = 1 − k(z)")
    var (one, random) = (plain, RandomStream(seed: 1))
    let sea = try Sea.entry()(RandomStream(seed: 3))
    var (same, again) = (sea, RandomStream(seed: 1))
    #expect(one.draw(50, using: &random) == same.draw(50, using: &again), "0 is no shift")
    let middle = try #require(tilted.interpolated(to: other, share: 0.5) as? CovariateShift)
    #expect(middle.bayesAccuracy == nil)
    var random2 = RandomStream(seed: 1)
    var still = middle
    again = RandomStream(seed: 1)
    same = sea
    #expect(still.draw(50, using: &random2) == same.draw(50, using: &again), "halfway is 0")
  }

  @Test func regressionAndDrift() throws {
    #expect(throws: SettingError.self) {
      try Self.make(.generator("hyperplane", ["change": .number(0.1)]))
    }
  }
}
