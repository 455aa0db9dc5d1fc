import Numerics
import Testing

@testable import Training

@Suite struct ClassGaussiansTests {
  /// 60 rows of three features that vary together, of classes 0 and 2 of three.
  static func rows(_ count: Int = 60) -> (features: Matrix<Double>, labels: [Double]) {
    var random = RandomStream(seed: 1)
    var (features, labels) = (Matrix<Double>(columns: 3), [Double]())
    for i in 0..<count {
      let (a, b, c) = (random.normal(), random.normal(), random.normal())
      let label = i % 3 == 0 ? 2.0 : 0
      features.append(row: [100 + a, 5 * label + a + 0.5 * b, -b + 2 * c])
      labels.append(label)
    }
    return (features, labels)
  }

  static func learned(
    _ covariance: ClassGaussians.Covariance
  ) -> (gaussians: ClassGaussians, usage: Usage) {
    var gaussians = ClassGaussians(classes: 3, width: 3, covariance: covariance)
    var trainer = Trainer<Double>(Architecture(widths: [3, 3]), random: RandomStream(seed: 1))
    let (features, labels) = rows()
    trainer.learn(&gaussians, features: features, labels: labels)
    return (gaussians, trainer.usage)
  }

  /// Against two passes over the rows.
  @Test(arguments: ClassGaussians.Covariance.allCases)
  func moments(_ covariance: ClassGaussians.Covariance) {
    let (gaussians, usage) = Self.learned(covariance)
    let (features, labels) = Self.rows()
    #expect(gaussians.counts == [40, 0, 20] && gaussians.count == 60)
    for c in [0, 2] {
      let own = (0..<60).filter { labels[$0] == Double(c) }
      let mean = (0..<3).map { j in
        own.reduce(0) { $0 + features[$1, j] } / Double(own.count)
      }
      #expect(disagreement(gaussians.mean(c), mean) < 1e-13)
      var sigma: [Double] = []
      for i in 0..<3 {
        for j in 0..<3 where covariance == .full || i == j {
          let sum = own.reduce(0) {
            $0 + (features[$1, i] - mean[i]) * (features[$1, j] - mean[j])
          }
          sigma.append(sum / Double(own.count - 1))
        }
      }
      #expect(disagreement(gaussians.covariance(c), sigma) < 1e-12)
    }
    #expect(usage.teacher == 60 * (covariance == .full ? 30 : 18))
    #expect(gaussians.byteCount == 8 * 3 * (covariance == .full ? 13 : 7))
  }

  /// L Lᵀ = Σ, also where features determine each other, and with one row.
  @Test func factors() {
    var gaussians = Self.learned(.full).gaussians
    for row in [[1.0, 2, 3], [2, 4, 3], [-1, -2, 3]] { _ = gaussians.add(row, of: 1) }
    for c in 0..<3 {
      let (l, sigma) = (gaussians.factor(c), gaussians.covariance(c))
      for i in 0..<3 {
        for j in 0..<3 {
          let product = (0...min(i, j)).reduce(0) { $0 + l[i * 3 + $1] * l[j * 3 + $1] }
          #expect(abs(product - sigma[i * 3 + j]) < 1e-9)
        }
      }
    }
    var one = ClassGaussians(classes: 1, width: 2, covariance: .full)
    _ = one.add([3.0, 4], of: 0)
    #expect(one.mean(0) == [3, 4] && one.factor(0) == [0, 0, 0, 0])
    #expect(one.add([.nan, 1.0], of: 0) == 0 && one.counts == [1])
  }

  /// Means, variances and the one covariance of many draws are what they were drawn from, within 5 standard
  /// errors; diagonal draws have none.
  @Test(arguments: ClassGaussians.Covariance.allCases)
  func draws(_ covariance: ClassGaussians.Covariance) {
    let gaussians = Self.learned(covariance).gaussians
    let full = Self.learned(.full).gaussians
    var trainer = Trainer<Double>(Architecture(widths: [3, 3]), random: RandomStream(seed: 1))
    var random = RandomStream(seed: 5)
    let n = 4000
    let (features, labels) = trainer.sample(gaussians, rows: n, using: &random)
    let twos = labels.count { $0 == 2 }
    #expect(labels.allSatisfy { $0 == 0 || $0 == 2 })
    #expect(abs(Double(twos) - Double(n) / 3) < 5 * (Double(n) * 2 / 9).squareRoot())
    let own = (0..<n).filter { labels[$0] == 0 }
    let (mean, sigma) = (full.mean(0), full.covariance(0))
    let size = Double(own.count)
    for i in 0..<3 {
      let average = own.reduce(0) { $0 + features[$1, i] } / size
      #expect(abs(average - mean[i]) < 5 * (sigma[i * 4] / size).squareRoot())
      for j in 0...i {
        let product = own.reduce(0) {
          $0 + (features[$1, i] - mean[i]) * (features[$1, j] - mean[j])
        }
        let expected = covariance == .full || i == j ? sigma[i * 3 + j] : 0
        let error = (2 * sigma[i * 4] * sigma[j * 4] / size).squareRoot()
        #expect(abs(product / size - expected) < 5 * error)
      }
    }
    #expect(trainer.usage.teacher == (covariance == .full ? 2 * 9 + n * 15 : n * 6))
  }
}
