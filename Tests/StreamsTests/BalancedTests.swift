import Core
import Numerics
import Testing

@testable import Streams

@Suite struct BalancedTests {
  static func balanced(
    _ entry: Entry<GeneratorFactory>, _ values: SettingValues, _ shares: [Double]
  ) throws -> any Generator {
    let balance: SettingValues = ["balance": .list(shares.map(SettingValue.number))]
    return try entry.balanced(values.overridden(by: balance))(RandomStream(seed: 1))
  }

  @Test(arguments: [0.05, 0.5, 1]) func classesHaveTheSharesAskedFor(positive: Double) throws {
    var sea = try Self.balanced(Sea.entry, ["noise": .number(0)], [1 - positive, positive])
    var random = RandomStream(seed: 2)
    let batch = sea.batch(4000, using: &random)
    let ones = batch.labels.count { $0 == 1 }
    #expect(isClose(ones, of: 4000, to: positive))
    // Within a class rows are those of SEA: P(x1 + x2 > 10 | x1 + x2 > 8) = .5 / .68.
    let high = batch.rows.count { $0[0] + $0[1] > 10 }
    #expect(isClose(high, of: ones, to: 0.5 / 0.68))
    let held = sea.holdout(4000, using: &random)
    #expect(held.count == 4000 && isClose(held.labels.count { $0 == 1 }, of: 4000, to: positive))
    #expect(sea.classShares == [1 - positive, positive])
  }

  @Test func noisyLabelsBecomeMinorities() throws {
    // Emitted priors of SEA 1 with 10 % noise: .68·.9 + .32·.1 = .644 and .356. With shares .9 and .1 the
    // likelihoods of the classes are weighted by .9/.356 and .1/.644.
    let (r0, r1) = (0.9 / 0.356, 0.1 / 0.644)
    var sea = try Self.balanced(Sea.entry, ["noise": .number(0.1)], [9, 1])
    let expected = 0.68 * max(0.9 * r1, 0.1 * r0) + 0.32 * max(0.1 * r1, 0.9 * r0)
    #expect(abs(try #require(sea.bayesAccuracy) - expected) < 0.01)
    var random = RandomStream(seed: 2)
    let batch = sea.batch(3000, using: &random)
    for (row, bayes) in zip(batch.rows, batch.bayes) {
      let (zero, one) = row[0] + row[1] > 8 ? (0.1 * r0, 0.9 * r1) : (0.9 * r0, 0.1 * r1)
      #expect(abs(bayes - max(zero, one) / (zero + one)) < 1e-12)
    }
    let clean = zip(batch.rows, batch.labels).map { $0[0] + $0[1] > 8 ? $1 == 1 : $1 == 0 }
    #expect(zip(clean, batch.flipped).allSatisfy { $0 != $1 })
  }

  /// Resampling to given shares is the same as priors, whose Bayes accuracy has a closed form.
  @Test func aMixtureAgreesWithItsPriors() throws {
    let shares: [Double] = [1, 3]
    let priors = try GaussianMixture.entry(["priors": .list([.integer(1), .integer(3)])])(
      RandomStream(seed: 1))
    let balanced = try Self.balanced(GaussianMixture.entry, [:], shares)
    let (a, b) = (try #require(priors.bayesAccuracy), try #require(balanced.bayesAccuracy))
    #expect(abs(a - b) < 0.008)
    var (one, other) = ([0.0, 0], [0.0, 0])
    let row = Array(repeating: Float(0.3), count: 10)
    #expect(priors.addJointDensity(of: row[...], weight: 1, to: &one))
    #expect(balanced.addJointDensity(of: row[...], weight: 1, to: &other))
    for (x, y) in zip(one, other) { #expect(abs(x - y) < 1e-9 * x) }
  }

  @Test func aTableIsResampledToo() throws {
    try withFile((0..<400).map { "\($0),\($0 % 2)\n" }.joined()) { path in
      var table = try Self.balanced(ShuffledTable.entry, ["path": .text(path)], [3, 1])
      var random = RandomStream(seed: 1)
      let batch = table.batch(2000, using: &random)
      #expect(isClose(batch.labels.count { $0 == 1 }, of: 2000, to: 0.25))
      #expect(batch.features.elements.allSatisfy { Int($0) % 10 != 9 })
      let held = table.holdout(100, using: &random)
      #expect(held.features.elements.allSatisfy { Int($0) % 10 == 9 } && held.count <= 40)
      #expect(table.bayesAccuracy == nil && batch.bayes.allSatisfy { $0.isNaN })
    }
  }

  @Test func impossibleSharesAreErrors() throws {
    let priors: SettingValues = ["priors": .list([.integer(1), .integer(0)])]
    for shares in [[1.0], [1, 1, 1], [0, 0]] {
      #expect(throws: SettingError.self) { try Self.balanced(Sea.entry, [:], shares) }
    }
    #expect(throws: SettingError.self) {
      try Self.balanced(GaussianMixture.entry, priors, [1, 1])
    }
    #expect(throws: SettingError.self) {
      try Self.balanced(Hyperplane.entry, ["change": .number(0.1)], [1, 3])
    }
    let own = try Self.balanced(Sea.entry, [:], [])
    #expect(own is Sea)
  }
}
