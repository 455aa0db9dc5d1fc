import Core
import Numerics
import Testing

@testable import Streams

@Suite struct MixedTests {
  static func make(_ function: Int) throws -> any Generator {
    try Mixed.entry(["function": .integer(function)])(RandomStream(seed: 1))
  }

  @Test(arguments: 1...2) func closedForms(function: Int) throws {
    try checkClosedForms { _ in try Self.make(function) }
  }

  /// P(at least two) = ¼ + ½ · .56366.
  @Test func shares() throws {
    let shares = try (1...2).map { try #require(Self.make($0).classShares) }
    #expect(abs(shares[0][0] - 0.53183098861838) < 1e-12)
    #expect(shares[1] == [shares[0][1], shares[0][0]])
  }

  @Test func reversedFunctionsDifferEverywhere() throws {
    try checkDisagreement(Self.make(1), Self.make(2), 1)
  }

  /// All eight cases of the vote; at x = 1/6 the curve is at .8.
  @Test func theVote() {
    for votes in 0..<8 {
      let (v, w, z) = (votes & 1 == 1, votes & 2 == 2, votes & 4 == 4)
      let expected = [v, w, z].count { $0 } >= 2 ? 0 : 1
      let y = z ? 0.79 : 0.81
      #expect(Mixed(function: 1).label(v, w, 1.0 / 6, y) == expected)
      #expect(Mixed(function: 2).label(v, w, 1.0 / 6, y) == 1 - expected)
    }
  }

  @Test func coinsAreFairAndIndependent() throws {
    var (mixed, random) = (try Self.make(1), RandomStream(seed: 2))
    let batch = mixed.batch(4000, using: &random)
    for coins in [[Float(0), 0], [0, 1], [1, 0], [1, 1]] {
      #expect(isClose(batch.rows.count { Array($0[..<2]) == coins }, of: 4000, to: 0.25))
    }
    #expect(isClose(batch.rows.count { $0[2] < 0.5 && $0[3] < 0.5 }, of: 4000, to: 0.25))
  }
}
