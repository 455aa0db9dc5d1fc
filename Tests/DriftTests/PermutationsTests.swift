import Core
import Numerics
import Testing

@testable import Drift

@Suite struct PermutationsTests {
  static func make(_ count: Int, block: Int = 1) -> Permutations {
    Permutations(["permutations": .integer(count), "block": .integer(block)])
  }

  @Test(arguments: [1, 2, 3, 4])
  func everyOrderHasTheSameNumberOfRows(block: Int) {
    var (random, seen) = (RandomStream(seed: 1), Set<[Bool]>())
    Self.make(300, block: block).forEach(8, 11, using: &random) {
      #expect($0.count == 19 && $0.count(where: \.self) == 8)
      seen.insert($0)
    }
    #expect(seen.count > 10)
  }

  /// Rows of a block go together, but for the one block that is cut where the first sample ends.
  @Test func blocksStayWhole() {
    var random = RandomStream(seed: 2)
    Self.make(200, block: 5).forEach(20, 20, using: &random) { isReference in
      let blocks = (0..<8).map { isReference[5 * $0..<5 * $0 + 5].count(where: \.self) }
      #expect(blocks.allSatisfy { $0 == 0 || $0 == 5 })
    }
    Self.make(200, block: 4).forEach(10, 17, using: &random) { isReference in
      let blocks = stride(from: 0, to: 27, by: 4).map {
        isReference[$0..<min($0 + 4, 27)].count(where: \.self)
      }
      #expect(blocks[..<6].count { $0 != 0 && $0 != 4 } + (blocks[6] % 3 == 0 ? 0 : 1) <= 1)
    }
  }

  /// For 4 against 4 values that do not overlap, 2 of the 70 orders are as far apart: p is near 2/70.
  @Test func pIsThatOfAllOrders() {
    var random = RandomStream(seed: 3)
    let test = WassersteinTest(permutations: Self.make(9999))
    let found = test.compare([1, 2, 3, 4], [11, 12, 13, 14], using: &random)
    #expect(found.statistic == 10)
    #expect(abs(found.p - 2.0 / 70) < 0.007)
    let same = test.compare([1, 1, 1], [1, 1], using: &random)
    #expect(same == (0, 1))
  }

  @Test func noPIsBelowItsBound() {
    var random = RandomStream(seed: 4)
    let before = (0..<40).map { Double($0) }
    for test: any ColumnTest in [
      WassersteinTest(permutations: Self.make(49)),
      JensenShannonTest(bins: 10, permutations: Self.make(49)),
    ] {
      #expect(test.leastP == 0.02)
      #expect(test.compare(before, before.map { $0 + 100 }, using: &random).p == 0.02)
    }
  }

  /// ½ ∫ on uniform lattices: moved by a, the Wasserstein distance is a; the Jensen–Shannon distance of
  /// samples without a common bin is √ln 2.
  @Test func distancesOfKnownSamples() {
    var random = RandomStream(seed: 5)
    let before = (0..<20).map { Double($0) }
    let wasserstein = WassersteinTest(permutations: Self.make(19))
    let moved = wasserstein.compare(before, before.map { $0 + 0.25 }, using: &random)
    #expect(abs(moved.statistic - 0.25) < 1e-12)
    let jensenShannon = JensenShannonTest(bins: 4, permutations: Self.make(19))
    let apart = jensenShannon.compare(before, before.map { $0 + 20 }, using: &random)
    #expect(abs(apart.statistic - Double.log(2).squareRoot()) < 1e-12)
  }
}
