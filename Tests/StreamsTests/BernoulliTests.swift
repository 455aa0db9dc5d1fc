import Core
import Numerics
import Testing

@testable import Streams

@Suite struct BernoulliTests {
  static let rows = 3000

  private func rows(_ rate: Double, seed: UInt64) -> Batch {
    var (bernoulli, random) = (Bernoulli(rate: rate), RandomStream(seed: seed))
    return bernoulli.batch(Self.rows, using: &random)
  }

  @Test(arguments: [0, 0.1, 0.3, 0.5, 0.8, 1], [1, 2, 3] as [UInt64])
  func labelsHaveTheRate(rate: Double, seed: UInt64) {
    let batch = rows(rate, seed: seed)
    let positive = batch.labels.count { $0 == 1 }
    #expect(batch.labels.allSatisfy { $0 == 0 || $0 == 1 })
    #expect(isClose(positive, of: batch.count, to: rate))
    #expect(batch.bayes.allSatisfy { $0 == max(rate, 1 - rate) })
    #expect(!batch.flipped.contains(true))
  }

  /// x₁ is uniform with mean ½ and variance 1/12 in both classes: it tells nothing.
  @Test(arguments: [1, 2, 3] as [UInt64])
  func theFeatureIsUniformInBothClasses(seed: UInt64) {
    let batch = rows(0.3, seed: seed)
    for label: Float in [0, 1] {
      let x = (0..<batch.count).filter { batch.labels[$0] == label }
        .map { Double(batch.features[$0, 0]) }
      #expect(x.allSatisfy { 0 <= $0 && $0 < 1 })
      let n = Double(x.count)
      let mean = x.reduce(0, +) / n
      #expect(abs(mean - 0.5) <= 4 / (12 * n).squareRoot())
      // Var (x − ½)² = E (x − ½)⁴ − 1/144 = 1/80 − 1/144 = 1/180.
      let variance = x.reduce(0) { $0 + ($1 - 0.5) * ($1 - 0.5) } / n
      #expect(abs(variance - 1 / 12) <= 4 / (180 * n).squareRoot())
    }
  }

  /// Labels of one rate are independent: a label follows its equal with probability p² + (1 − p)².
  @Test(arguments: [0.1, 0.3, 0.5]) func labelsAreIndependent(rate: Double) {
    let labels = rows(rate, seed: 4).labels
    // Every other pair, so that pairs share no label.
    let pairs = stride(from: 0, to: labels.count - 1, by: 2)
    let equal = pairs.reduce(0) { $0 + (labels[$1] == labels[$1 + 1] ? 1 : 0) }
    #expect(isClose(equal, of: labels.count / 2, to: rate * rate + (1 - rate) * (1 - rate)))
  }

  @Test func whatIsKnownOfAConcept() throws {
    let generator = try Bernoulli.entry(["rate": .number(0.25)])(RandomStream(seed: 1))
    #expect(generator.bayesAccuracy == 0.75)
    #expect(generator.classShares == [0.75, 0.25])
    #expect(try Bernoulli.entry()(RandomStream(seed: 1)).bayesAccuracy == 0.5)
    var density = [1.0, 1.0]
    #expect(Bernoulli(rate: 0.25).addJointDensity(of: [0.5], weight: 0.5, to: &density))
    #expect(abs(density[0] - 1.375) < 1e-12 && abs(density[1] - 1.125) < 1e-12)
  }

  /// Half way between two rates the rate is their mean, and so is what the best prediction can reach.
  @Test func inATransitionRatesMix() throws {
    let factories = try [0.1, 0.3].map { try Bernoulli.entry(["rate": .number($0)]) }
    var stream = try ScheduledStream(
      factories, [.init(concept: 0, start: 0), .init(concept: 1, start: 50, width: 100)], rows: 200)
    let batch = stream.rest(by: 200)
    #expect(abs(batch.bayes[50] - 0.8) < 1e-12)
    #expect(batch.bayes[0] > 0.87 && batch.bayes[199] < 0.71)
  }
}
