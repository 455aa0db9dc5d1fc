import Core
import Numerics
import Testing

@testable import Streams

@Suite struct SeaTests {
  static let thresholds = [8, 9, 7, 9.5]
  static let rows = 3000

  func rows(_ function: Int, noise: Double, seed: UInt64) -> Batch {
    var (sea, random) = (Sea(function: function, noise: noise), RandomStream(seed: seed))
    return sea.batch(Self.rows, using: &random)
  }

  @Test(arguments: 1...4, [1, 2, 3] as [UInt64])
  func priorAndNoise(function: Int, seed: UInt64) {
    let (batch, theta) = (rows(function, noise: 0.1, seed: seed), Self.thresholds[function - 1])
    var (positive, wrong) = (0, 0)
    for i in 0..<batch.count {
      let row = batch.features.row(i).map(Double.init)
      #expect(row.allSatisfy { 0 <= $0 && $0 < 10 })
      let clean: Float = row[0] + row[1] > theta ? 1 : 0
      #expect((clean != batch.labels[i]) == batch.isFlipped(i))
      positive += Int(clean)
      wrong += batch.isFlipped(i) ? 1 : 0
    }
    #expect(isClose(positive, of: batch.count, to: 1 - theta * theta / 200))
    #expect(isClose(wrong, of: batch.count, to: 0.1))
    #expect(batch.bayes.allSatisfy { $0 == 0.9 })
  }

  @Test func functionsDisagreeOnTheKnownShareOfRows() {
    let batch = rows(1, noise: 0, seed: 4)
    for (a, b) in [(1, 2), (1, 3), (1, 4), (2, 3), (2, 4), (3, 4)] {
      let (first, second) = (Sea(function: a, noise: 0), Sea(function: b, noise: 0))
      let differing = batch.rows.count {
        first.isPositive(Double($0[0]), Double($0[1]))
          != second.isPositive(Double($0[0]), Double($0[1]))
      }
      let (p, q) = (Self.thresholds[a - 1], Self.thresholds[b - 1])
      #expect(isClose(differing, of: batch.count, to: abs(p * p - q * q) / 200), "\(a), \(b)")
    }
  }

  @Test func bayesAccuracyIsOneMinusNoise() throws {
    let generator = try Sea.entry(["noise": .number(0.25)])(RandomStream(seed: 1))
    #expect(generator.bayesAccuracy == 0.75)
  }

  @Test func jointDensityIsThatOfEmittedLabels() {
    var density = [1.0, 1.0]
    let sea = Sea(function: 1, noise: 0.1)
    #expect(sea.addJointDensity(of: [4, 4, 9], weight: 0.5, to: &density))
    #expect(abs(density[0] - 1.45) < 1e-12 && abs(density[1] - 1.05) < 1e-12)
  }
}
