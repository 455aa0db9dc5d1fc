import Core
import Foundation
import Numerics
import Testing

@testable import Streams

@Suite struct CentroidMixtureTests {
  static func mixture(_ centres: [[Double]], _ labels: [Int], _ deviations: [Double])
    -> CentroidMixture
  {
    CentroidMixture(
      features: centres[0].count, classes: (labels.max() ?? 0) + 1,
      centres: centres.flatMap(\.self),
      labels: labels, deviations: deviations, weights: labels.indices.map { Double($0 + 1) })
  }

  static func masses(_ mixture: CentroidMixture, _ row: [Double]) -> [Double] {
    var scores = Array(repeating: 0.0, count: mixture.count)
    var masses = Array(repeating: 0.0, count: mixture.classes)
    mixture.writeMasses(of: row, scores: &scores, to: &masses)
    return masses
  }

  /// The factor that masses leave out: p = masses · √(2/π) d^(d/2) / (d 2^d).
  static func factor(_ features: Int) -> Double {
    let d = Double(features)
    return (2 / Double.pi).squareRoot() * pow(d, d / 2) / (d * pow(2, d))
  }

  /// In one dimension the rows are N(c, σ²).
  @Test func densityInOneDimensionIsNormal() {
    let mixture = Self.mixture([[0.3], [0.8]], [0, 1], [0.2, 0.05])
    for x in [-0.5, 0.1, 0.29, 0.6, 0.81, 1.4] {
      let masses = Self.masses(mixture, [x])
      for (j, (centre, deviation)) in [(0.3, 0.2), (0.8, 0.05)].enumerated() {
        let z = (x - centre) / deviation
        let density = exp(-z * z / 2) / (deviation * (2 * Double.pi).squareRoot())
        let expected = Double(j + 1) / 3 * density
        #expect(abs(masses[j] * Self.factor(1) - expected) < 1e-9 * (1 + expected))
      }
    }
  }

  /// Polar coordinates about the centre: the density sums to 1, to .6827 within σ, and to 1/16 in the sector
  /// 0 < y < x / 2, as the square's area does.
  @Test func densityInTwoDimensionsIntegratesToOne() {
    let sigma = 0.3
    let mixture = Self.mixture([[0.4, 0.7]], [0], [sigma])
    func integral(within radius: Double, below angle: Double) -> Double {
      let (rings, angles) = (60, 160)
      let cell = radius / Double(rings) * angle / Double(angles)
      return (0..<rings * angles).reduce(0) { total, i in
        let r = (Double(i / angles) + 0.5) / Double(rings) * radius
        let direction = (Double(i % angles) + 0.5) / Double(angles) * angle
        let row = [0.4 + r * cos(direction), 0.7 + r * sin(direction)]
        return total + Self.masses(mixture, row)[0] * Self.factor(2) * r * cell
      }
    }
    #expect(abs(integral(within: 6 * sigma, below: 2 * .pi) - 1) < 1e-3)
    #expect(abs(integral(within: sigma, below: 2 * .pi) - 0.6826895) < 1e-3)
    #expect(abs(integral(within: 6 * sigma, below: atan(0.5)) - 1.0 / 16) < 1e-4)
  }

  /// In three dimensions, by the rows: where |z| is largest, and by how much, as in a cube.
  @Test func rowsHaveTheDensityInThreeDimensions() {
    // Importance sampling: the mean of p / q over draws of a wide normal q is 1.
    let (mixture, n) = (Self.mixture([[0.5, 0.2, 0.9]], [0], [0.4]), 20_000)
    var (random, sum, squares) = (RandomStream(seed: 4), 0.0, 0.0)
    for _ in 0..<n {
      // Along a random direction of the sphere, a half-normal distance: q = f(r) / (4π r²).
      let z = (0..<3).map { _ in random.normal() }
      let length = z.reduce(0) { $0 + $1 * $1 }.squareRoot()
      let r = abs(random.normal()) * 0.6
      let row = zip(mixture.centres, z).map { $0 + r * $1 / length }
      let q =
        (2 / Double.pi).squareRoot() / 0.6 * exp(-r * r / 0.72) / (4 * .pi * r * r)
      let ratio = Self.masses(mixture, row)[0] * Self.factor(3) / q
      sum += ratio
      squares += ratio * ratio
    }
    let mean = sum / Double(n)
    let error = ((squares / Double(n) - mean * mean) / Double(n)).squareRoot()
    #expect(abs(mean - 1) < 4 * error && error < 0.02)
  }

  @Test func sharesAreSumsOfWeights() {
    let mixture = Self.mixture([[0], [0.5], [1], [0.2]], [1, 0, 1, 2], [1, 1, 1, 1])
    for (share, expected) in zip(mixture.classShares, [0.2, 0.4, 0.4]) {
      #expect(abs(share - expected) < 1e-12)
    }
  }

  @Test(arguments: [1, 2, 10, 784, 5000]) func densitiesAreFiniteEverywhere(features: Int) {
    let centres = [0.2, 0.9].map { Array(repeating: $0, count: features) }
    let mixture = Self.mixture(centres, [0, 1], [CentroidMixture.leastDeviation, 0.5])
    for x in [0.2, 0.9, 0.5, 0.2 + 1e-12, -3, 40] {
      let masses = Self.masses(mixture, Array(repeating: x, count: features))
      #expect(masses.allSatisfy { $0.isFinite && $0 >= 0 } && masses.contains { $0 > 0 })
    }
    #expect(Self.masses(mixture, centres[1])[1] > Self.masses(mixture, centres[1])[0])
  }

  @Test func interpolationStartsAtTheOneAndEndsAtTheOther() {
    let one = Self.mixture([[0.1, 0.1], [0.9, 0.2]], [0, 1], [0.2, 0.3])
    let other = Self.mixture([[0.5, 0.7], [0.3, 0.2]], [1, 1], [0.1, 0.4])
    for row in [[0.2, 0.3], [0.6, 0.1]] {
      let start = Self.masses(one.interpolated(to: other, share: 0), row)
      let end = Self.masses(one.interpolated(to: other, share: 1), row)
      for (a, b) in zip(start + end, Self.masses(one, row) + Self.masses(other, row)) {
        #expect(abs(a - b) < 1e-9 * (1 + b))
      }
    }
    let half = one.interpolated(to: other, share: 0.5)
    for (x, expected) in zip(half.centres, [0.3, 0.4, 0.6, 0.2]) {
      #expect(abs(x - expected) < 1e-12)
    }
    #expect(abs(half.classShares[0] - 1 / 6.0) < 1e-12)
  }
}
