import Numerics
import Testing

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
      let p = cumulative[i + 1] - cumulative[i]
      let deviation = (p * (1 - p) / Double(n)).squareRoot()
      #expect(abs(Double(count) / Double(n) - p) <= 4 * deviation, "band \(i): \(count)")
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

  @Test func fillsInOrder() {
    var (a, b) = (RandomStream(seed: 5), RandomStream(seed: 5))
    let block = Buffer<Float>(count: 1000)
    unsafe Ziggurat.shared.fill(block.pointer, count: 1000, using: &a)
    #expect(block.elements == (0..<1000).map { _ in Float(Ziggurat.shared.normal(using: &b)) })
    #expect(a == b)
  }
}
