import Core
import Numerics
import Testing

@testable import Streams

@Suite struct LocalDriftTests {
  static func local(
    _ breadth: Double, _ base: SettingValue = .generator("sea", ["noise": .number(0)]),
    _ changed: SettingValue = .generator(
      "sea", ["noise": .number(0), "function": .integer(4)]), draw: Int = 1
  ) throws -> LocalDrift {
    let generator = try LocalDrift.entry([
      "base": base, "changed": changed, "breadth": .number(breadth), "draw": .integer(draw),
    ])(RandomStream(seed: 1))
    return try #require(generator as? LocalDrift)
  }

  @Test(arguments: [0, 0.1, 0.5, 0.9, 1]) func theChangedRuleHoldsInTheRegion(breadth: Double)
    throws
  {
    var (local, random) = (try Self.local(breadth), RandomStream(seed: 2))
    let batch = local.batch(4000, using: &random)
    var inside = 0
    for (row, label) in zip(batch.rows, batch.labels) {
      let isInside = local.region.contains(row[...])
      inside += isInside ? 1 : 0
      #expect((label == 1) == (Double(row[0]) + Double(row[1]) > (isInside ? 9.5 : 8)))
    }
    // The region's place has a standard error of its own, at most .004.
    #expect(abs(Double(inside) / 4000 - breadth) < 0.04)
    #expect(breadth > 0 && breadth < 1 || inside == Int(4000 * breadth))
    #expect(local.ratio == 1 && local.bayesAccuracy == 1 && batch.bayes.allSatisfy { $0 == 1 })
    // Inputs stay uniform.
    #expect(isClose(batch.rows.count { $0[0] + $0[1] > 10 }, of: 4000, to: 0.5))
    let held = local.holdout(3000, using: &random)
    #expect(held.count == 3000)
    for i in 0..<held.count {
      let row = held.features.row(i)
      let threshold = local.region.contains(row) ? 9.5 : 8
      let sum = Double(row[row.startIndex]) + Double(row[row.startIndex + 1])
      #expect((held.labels[i] == 1) == (sum > threshold))
    }
  }

  @Test func regionsNestAndDependOnTheDraw() throws {
    let (small, large) = (try Self.local(0.2), try Self.local(0.6))
    let other = try Self.local(0.6, draw: 2)
    var (sea, random) = (Sea(function: 1, noise: 0), RandomStream(seed: 3))
    let rows = sea.batch(2000, using: &random).rows
    #expect(rows.allSatisfy { !small.region.contains($0[...]) || large.region.contains($0[...]) })
    #expect(rows.contains { large.region.contains($0[...]) != other.region.contains($0[...]) })
  }

  /// The whole disagreement of SEA 1 and 4 is |9.5² − 8²| / 200 = .13125; a local change has part of it.
  @Test func disagreementGrowsWithBreadth() throws {
    let breadths = [0, 0.3, 0.7, 1]
    let values: SettingValues = [
      "base": .generator("sea"), "changed": .generator("sea", ["function": .integer(4)]),
    ]
    let factories = try breadths.map {
      try LocalDrift.entry(values.overridden(by: ["breadth": .number($0)]))
    }
    let stream = try ScheduledStream(
      factories, breadths.indices.map { .init(concept: $0, start: 10 * $0) }, rows: 40)
    var random = RandomStream(seed: 4)
    let shares = try breadths.indices.map {
      try #require(stream.disagreement(0, $0, count: 4000, using: &random))
    }
    #expect(shares[0] == 0 && shares == shares.sorted())
    #expect(isClose(Int((shares[3] * 8000).rounded()), of: 8000, to: 0.13125))
    #expect(stream.concepts.allSatisfy { $0.bayesAccuracy == 0.9 })
  }

  /// Where the inputs of the two concepts differ, the density still integrates to 1: the mean of
  /// p_local(x) / p_base(x) over rows of the base.
  @Test func theDensityIsNormalized() throws {
    let base: SettingValues = ["features": .integer(2), "separation": .number(2)]
    let moved = base.overridden(by: ["rotation": .number(60)])
    let local = try Self.local(
      0.4, .generator("gaussian-mixture", base), .generator("gaussian-mixture", moved))
    #expect(local.ratio != 1)
    var generator = try GaussianMixture.entry(base)(RandomStream(seed: 1))
    var random = RandomStream(seed: 5)
    let rows = generator.batch(20_000, using: &random).rows
    var (sum, squares) = (0.0, 0.0)
    for row in rows {
      var (p, q) = ([0.0, 0], [0.0, 0])
      #expect(local.addJointDensity(of: row[...], weight: 1, to: &p))
      #expect(generator.addJointDensity(of: row[...], weight: 1, to: &q))
      let weight = (p[0] + p[1]) / (q[0] + q[1])
      (sum, squares) = (sum + weight, squares + weight * weight)
    }
    let mean = sum / 20_000
    let error = ((squares / 20_000 - mean * mean) / 20_000).squareRoot()
    #expect(abs(mean - 1) < 4 * error + 0.01)
  }

  @Test func impossiblePairsAreErrors() throws {
    #expect(throws: SettingError.self) {
      try Self.local(0.5, .generator("sea"), .generator("hyperplane"))
    }
    #expect(throws: SettingError.self) {
      try Self.local(
        0.5, .generator("hyperplane"), .generator("hyperplane", ["change": .number(0.1)]))
    }
  }
}
