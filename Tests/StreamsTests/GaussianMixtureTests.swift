import Core
import Numerics
import Testing

@testable import Streams

@Suite struct GaussianMixtureTests {
  static func make(_ values: SettingValues, seed: UInt64 = 1) throws -> GaussianMixture {
    try #require(GaussianMixture.entry(values)(RandomStream(seed: seed)) as? GaussianMixture)
  }

  static func means(_ generator: GaussianMixture) -> [[Double]] {
    (0..<generator.mixture.means.count).map { Array(generator.mixture.means[$0]) }
  }

  static func distance(_ a: [Double], _ b: [Double]) -> Double {
    zip(a, b).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }.squareRoot()
  }

  /// p(x, y) of emitted labels, up to (2π)^(−d/2), from its definition.
  static func joint(_ x: [Float], _ g: GaussianMixture, priors: [Double], noise: Double) -> [Double]
  {
    let (means, k) = (means(g), priors.count)
    let perClass = means.count / k
    let clean = (0..<k).map { y in
      (0..<perClass).reduce(0.0) { sum, j in
        let d = distance(x.map(Double.init), means[y * perClass + j])
        return sum + priors[y] / Double(perClass) * Double.exp(-d * d / 2)
      }
    }
    let total = clean.reduce(0, +)
    return clean.map { (1 - noise) * $0 + noise * (total - $0) / Double(k - 1) }
  }

  /// Numbers of an independent calculation of π₁Φ(Δ/2 + t/Δ) + π₀Φ(Δ/2 − t/Δ).
  @Test(arguments: [
    (3.0, [1.0, 1], 0.9331927987311419), (2, [2, 2], 0.8413447460685429),
    (3, [1, 4], 0.9501680014624244), (1, [7, 3], 0.7469956213763653),
    (0, [1, 3], 0.75), (3, [0, 1], 1),
  ])
  func closedForm(separation: Double, priors: [Double], expected: Double) throws {
    let generator = try Self.make([
      "separation": .number(separation), "priors": .list(priors.map(SettingValue.number)),
    ])
    #expect(abs(try #require(generator.bayesAccuracy) - expected) < 1e-9)
  }

  @Test func monteCarloAgreesWithTheClosedForm() {
    // A third class that never comes leaves two: Φ(1.5), in 5 and in 2 dimensions.
    for zeros in [[0.0, 0, 0], []] {
      let means = GaussianMeans(
        features: 2 + zeros.count, perClass: 1,
        [-1.5, 0] + zeros + [1.5, 0] + zeros + [0, 9] + zeros)
      let mixture = SphericalMixture(means, priors: [0.5, 0.5, 0])
      let accuracy = mixture.bayesAccuracy(using: RandomStream(seed: 2))
      #expect(abs(accuracy - 0.9331927987311419) < 0.004)
    }
  }

  @Test(arguments: [1, 2] as [UInt64]) func rowsAreClassifiedAsWellAsStated(seed: UInt64) throws {
    let priors = [0.5, 0.3, 0.2]
    var generator = try Self.make(
      [
        "features": .integer(3), "classes": .integer(3), "components": .integer(2),
        "separation": .number(2.5), "noise": .number(0.1),
        "priors": .list(priors.map(SettingValue.number)),
      ], seed: seed)
    let n = 2500
    var random = RandomStream(seed: seed)
    let batch = generator.batch(n, using: &random)
    var (correct, stated, counts, wrong) = (0, 0.0, [0, 0, 0], 0)
    for (i, row) in batch.rows.enumerated() {
      let joint = Self.joint(row, generator, priors: priors, noise: 0.1)
      let (total, best) = (joint.reduce(0, +), joint.max() ?? 0)
      #expect(abs(batch.bayes[i] - best / total) < 1e-5)
      correct += joint.firstIndex(of: best) == Int(batch.labels[i]) ? 1 : 0
      stated += batch.bayes[i]
      counts[Int(batch.labels[i])] += 1
      wrong += batch.isFlipped(i) ? 1 : 0
    }
    let accuracy = try #require(generator.bayesAccuracy)
    #expect(isClose(correct, of: n, to: accuracy))
    #expect(abs(stated / Double(n) - accuracy) < 4 * 0.5 / Double(n).squareRoot())
    #expect(isClose(wrong, of: n, to: 0.1))
    for (label, prior) in priors.enumerated() {
      #expect(isClose(counts[label], of: n, to: 0.9 * prior + 0.1 * (1 - prior) / 2))
    }
  }

  @Test func rowsLieAroundTheirMeans() throws {
    var generator = try Self.make(["features": .integer(4), "noise": .number(0)])
    let (means, n) = (Self.means(generator), 3000)
    var random = RandomStream(seed: 8)
    let batch = generator.batch(n, using: &random)
    var (sums, squares) = (Array(repeating: 0.0, count: 4), 0.0)
    for (i, row) in batch.rows.enumerated() {
      for j in 0..<4 {
        let z = Double(row[j]) - means[Int(batch.labels[i])][j]
        sums[j] += z
        squares += z * z
      }
    }
    for sum in sums { #expect(abs(sum) < 4 * Double(n).squareRoot()) }
    #expect(abs(squares / Double(4 * n) - 1) < 4 * (2 / Double(4 * n)).squareRoot())
  }

  @Test func separationIsTheRootMeanSquareDistance() throws {
    let generator = try Self.make([
      "features": .integer(5), "classes": .integer(3), "components": .integer(2),
      "separation": .number(4),
    ])
    let means = Self.means(generator)
    var squares: [Double] = []
    for a in 0..<6 {
      for b in 0..<6 where a / 2 != b / 2 {
        let d = Self.distance(means[a], means[b])
        squares.append(d * d)
      }
    }
    #expect(abs((squares.reduce(0, +) / Double(squares.count)).squareRoot() - 4) < 1e-9)
    for j in 0..<5 { #expect(abs(means.reduce(0) { $0 + $1[j] }) < 1e-9) }
  }

  @Test func aHalfTurnSwapsTwoClasses() throws {
    let plain = Self.means(try Self.make(["features": .integer(4)]))
    let turned = Self.means(try Self.make(["features": .integer(4), "rotation": .number(180)]))
    #expect(Self.distance(plain[0], turned[1]) < 1e-9 && Self.distance(plain[1], turned[0]) < 1e-9)
  }

  @Test func aQuarterTurnIsHandWorked() {
    let means = GaussianMeans(features: 3, perClass: 1, [1, 2, 3, 0, -1, 5])
    let turned = means.rotated(degrees: 90)
    #expect(turned.elements == [-2, 1, 3, 1, 0, 5])
    #expect(turned.rotated(degrees: -90).elements == means.elements)
  }

  @Test func onlyTheMovedClassMoves() throws {
    let values: SettingValues = ["classes": .integer(3), "features": .integer(2)]
    let plain = Self.means(try Self.make(values))
    let moved = Self.means(
      try Self.make(values.overridden(by: ["moved-class": .integer(1)])))
    #expect(plain[0] == moved[0] && plain[1] != moved[1] && plain[2] == moved[2])
  }

  @Test func reducedMeansKeepTheirDistances() {
    var random = RandomStream(seed: 6)
    let means = GaussianMeans(
      classes: 4, perClass: 1, features: 20, separation: 3, using: &random)
    let reduced = means.reduced
    #expect(reduced.features == 4)
    for a in 0..<4 {
      for b in 0..<4 {
        let (before, after) = (
          Self.distance(Array(means[a]), Array(means[b])),
          Self.distance(Array(reduced[a]), Array(reduced[b]))
        )
        #expect(abs(before - after) < 1e-9)
      }
    }
  }

  @Test func jointDensitiesOfConceptsCompare() throws {
    let values: SettingValues = [
      "features": .integer(3), "classes": .integer(3), "noise": .number(0.2),
    ]
    let concepts = [
      try Self.make(values), try Self.make(values.overridden(by: ["rotation": .number(60)])),
    ]
    let x: [Float] = [0.3, -1, 2]
    var ours: [[Double]] = []
    for concept in concepts {
      var density = [0.0, 0, 0]
      #expect(concept.addJointDensity(of: x[...], weight: 2, to: &density))
      ours.append(density)
    }
    let known = concepts.map { Self.joint(x, $0, priors: [1, 1, 1], noise: 0.2) }
    let factor = ours[0][0] / known[0][0]
    for c in 0..<2 {
      for y in 0..<3 { #expect(abs(ours[c][y] / known[c][y] / factor - 1) < 1e-9) }
    }
  }

  @Test func manyFeaturesNeitherOverflowNorUnderflow() throws {
    let values: SettingValues = ["features": .integer(784)]
    var (generator, random) = (try Self.make(values), RandomStream(seed: 3))
    let batch = generator.batch(3, using: &random)
    for i in 0..<3 {
      var density = [0.0, 0]
      #expect(generator.addJointDensity(of: batch.features.row(i), weight: 1, to: &density))
      #expect(density.allSatisfy { $0.isFinite && $0 > 0 })
    }
  }

  @Test(
    arguments: [
      ["priors": .list([.number(1)])], ["priors": .list([.number(0), .number(0)])],
      ["moved-class": .integer(2)],
    ] as [SettingValues])
  func contradictionsAreErrors(_ values: SettingValues) {
    #expect(throws: SettingError.self) { try Self.make(values) }
  }
}
