import Numerics
import Testing

@testable import Streams

@Suite struct AliasTableTests {
  @Test(arguments: [
    [1.0], [1, 1], [0, 3, 0, 1], [0.1, 0.2, 0.3, 0.4], [5, 1e-3, 2, 0, 9, 1, 1],
  ])
  func indicesComeByWeight(weights: [Double]) {
    let (table, n) = (AliasTable(weights), 4000)
    var (random, counts) = (RandomStream(seed: 1), weights.map { _ in 0 })
    for _ in 0..<n { counts[table.draw(using: &random)] += 1 }
    let total = weights.reduce(0, +)
    for (count, weight) in zip(counts, weights) {
      #expect(isClose(count, of: n, to: weight / total), "\(weights): \(counts)")
    }
  }

  @Test func manyWeights() {
    var random = RandomStream(seed: 2)
    let weights = (0..<200).map { $0 % 7 == 0 ? 0 : random.uniform() }
    let table = AliasTable(weights)
    var counts = weights.map { _ in 0 }
    for _ in 0..<40_000 { counts[table.draw(using: &random)] += 1 }
    let total = weights.reduce(0, +)
    for (count, weight) in zip(counts, weights) {
      #expect(isClose(count, of: 40_000, to: weight / total))
    }
  }
}
