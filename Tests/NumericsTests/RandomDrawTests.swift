import Numerics
import Testing

/// The shapes of the distributions, with fixed seeds and limits that a right generator passes 999 times
/// out of 1000.
@Suite struct RandomDrawTests {
  /// Kolmogorov–Smirnov: √n · max |F_n − F|, over 1.95 with probability .001.
  func kolmogorov(_ sample: [Double], _ cdf: (Double) -> Double) -> Double {
    let n = Double(sample.count)
    let distances = sample.sorted().enumerated().map { i, x in
      max(abs(cdf(x) - Double(i) / n), abs(cdf(x) - Double(i + 1) / n))
    }
    return (distances.max() ?? 0) * n.squareRoot()
  }

  /// P(χ² > what equally likely counts give).
  func chiSquaredTail(_ counts: [Int]) -> Double {
    let expected = Double(counts.reduce(0, +)) / Double(counts.count)
    let statistic = counts.reduce(0) { $0 + (Double($1) - expected) * (Double($1) - expected) }
    return Distribution.chiSquaredUpperTail(
      statistic / expected, degreesOfFreedom: Double(counts.count - 1))
  }

  func moments(_ sample: [Double]) -> (mean: Double, variance: Double) {
    let n = Double(sample.count)
    let mean = sample.reduce(0, +) / n
    return (mean, sample.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / n)
  }

  @Test(arguments: [1, 2, 1 << 40] as [UInt64])
  func uniformIsUniform(seed: UInt64) {
    var random = RandomStream(seed: seed)
    let sample = (0..<5000).map { _ in random.uniform() }
    #expect(sample.allSatisfy { $0 >= 0 && $0 < 1 })
    #expect(kolmogorov(sample) { $0 } < 1.95)
  }

  /// Also by pairs: each normal of a pair is normal, and the two are uncorrelated.
  @Test(arguments: [1, 2, 3] as [UInt64])
  func normalIsNormal(seed: UInt64) {
    var random = RandomStream(seed: seed)
    let sample = (0..<6000).map { _ in random.normal() }
    #expect(kolmogorov(sample, Distribution.normalCDF) < 1.95)
    let first = stride(from: 0, to: 6000, by: 2).map { sample[$0] }
    #expect(kolmogorov(first, Distribution.normalCDF) < 1.95)
    let products = stride(from: 0, to: 6000, by: 2).map { sample[$0] * sample[$0 + 1] }
    #expect(abs(moments(products).mean) < 3.3 / 3000.0.squareRoot())
    let (mean, variance) = moments(sample)
    #expect(abs(mean) < 3.3 / 6000.0.squareRoot())
    #expect(abs(variance - 1) < 3.3 * (2.0 / 6000).squareRoot())
  }

  @Test(arguments: [2, 3, 7, 64])
  func integersAreEquallyLikely(bound: Int) {
    var random = RandomStream(seed: 11)
    var counts = Array(repeating: 0, count: bound)
    for _ in 0..<7000 { counts[random.integer(below: bound)] += 1 }
    #expect(chiSquaredTail(counts) > 0.001)
  }

  /// Below 3 · 2⁶¹ the remainder of 64 bits would fall into the first two thirds of the range only.
  @Test func largeBoundsAreWithoutBias() {
    var random = RandomStream(seed: 12)
    var counts = [0, 0, 0]
    for _ in 0..<6000 { counts[random.integer(below: 3 << 61) >> 61] += 1 }
    #expect(chiSquaredTail(counts) > 0.001)
  }

  @Test func theOnlyIntegerBelowOneIsZero() {
    var random = RandomStream(seed: 13)
    #expect((0..<20).allSatisfy { _ in random.integer(below: 1) == 0 })
  }

  @Test(arguments: [0.0, 0.03, 0.5, 1])
  func bernoulliHasItsProbability(p: Double) {
    var random = RandomStream(seed: 14)
    let share = Double((0..<10_000).count { _ in random.bernoulli(p) }) / 10_000
    #expect(abs(share - p) <= 3.3 * (p * (1 - p) / 10_000).squareRoot())
  }

  @Test func everyOrderOfFourIsEquallyLikely() {
    var random = RandomStream(seed: 15)
    var counts = Array(repeating: 0, count: 256)
    for _ in 0..<6000 {
      var order = [0, 1, 2, 3]
      random.shuffle(&order)
      counts[order.reduce(0) { 4 * $0 + $1 }] += 1
    }
    let seen = counts.filter { $0 > 0 }
    #expect(seen.count == 24)
    #expect(chiSquaredTail(seen) > 0.001)
  }

  @Test(arguments: [0, 1, 2, 100])
  func aShuffleIsAPermutation(count: Int) {
    var random = RandomStream(seed: 16)
    var order = Array(0..<count)
    random.shuffle(&order)
    #expect(order.sorted() == Array(0..<count))
    #expect(count < 100 || order != Array(0..<count))
  }

  /// GSL's exponential is −mean · ln(1 − u): the step of the generator in C gives the same u as the
  /// step in Swift, and leaves the same state.
  @Test func theStepInCEqualsTheStepInSwift() {
    var (inC, inSwift) = (RandomStream(seed: 17), RandomStream(seed: 17))
    for _ in 0..<1000 {
      let u = inSwift.uniform()
      #expect(abs(inC.exponential(mean: 2) + 2 * Double.log(1 - u)) < 1e-12)
      #expect(inC == inSwift)
    }
  }

  @Test func gslsDistributionsHaveTheirMoments() {
    var random = RandomStream(seed: 18)
    let n = 6000
    let error = { (variance: Double) in 3.3 * (variance / Double(n)).squareRoot() }
    let exponential = (0..<n).map { _ in random.exponential(mean: 3) }
    #expect(kolmogorov(exponential) { 1 - Double.exp(-$0 / 3) } < 1.95)
    let gamma = moments((0..<n).map { _ in random.gamma(shape: 4, scale: 0.5) })
    #expect(abs(gamma.mean - 2) < error(1))
    #expect(abs(gamma.variance - 1) < 0.12)
    let poisson = moments((0..<n).map { _ in Double(random.poisson(mean: 6)) })
    #expect(abs(poisson.mean - 6) < error(6))
    #expect(abs(poisson.variance - 6) < 0.45)
  }
}
