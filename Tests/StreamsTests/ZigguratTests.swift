import Numerics
import Testing

@testable import Streams

@Suite struct ZigguratTests {
  /// Counts in bands that cut through layers, edges and the tail, against the normal distribution.
  @Test func bandsHaveTheirProbabilities() {
    let cuts = [-3.6541528853610088, -3, -2, -1, -0.3, 0, 0.3, 1, 2, 3, 3.6541528853610088]
    let (ziggurat, n) = (Ziggurat.shared, 400_000)
    var (random, counts) = (RandomStream(seed: 1), Array(repeating: 0, count: cuts.count + 1))
    for _ in 0..<n {
      let x = ziggurat.normal(using: &random)
      counts[cuts.firstIndex { x < $0 } ?? cuts.count] += 1
    }
    let cumulative = [0] + cuts.map(Distribution.normalCDF) + [1]
    for (i, count) in counts.enumerated() {
      #expect(isClose(count, of: n, to: cumulative[i + 1] - cumulative[i]), "band \(i): \(count)")
    }
  }

  @Test func momentsAreThoseOfANormal() {
    let (ziggurat, n) = (Ziggurat.shared, 40_000)
    var (random, sums) = (RandomStream(seed: 3), [0.0, 0, 0, 0])
    for _ in 0..<n {
      let x = ziggurat.normal(using: &random)
      for k in 0..<4 { sums[k] += [x, x * x, x * x * x, x * x * x * x][k] }
    }
    // Variances of xᵏ: 1, 2, 15, 96.
    for (k, (moment, variance)) in zip([0.0, 1, 0, 3], [1.0, 2, 15, 96]).enumerated() {
      #expect(abs(sums[k] / Double(n) - moment) < 4 * (variance / Double(n)).squareRoot())
    }
  }
}
