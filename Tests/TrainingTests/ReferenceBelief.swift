import Foundation
import Numerics

@testable import Training

/// The sampled objective of a belief written out from its formulas, one number at a time; its noise is that
/// of the kernel: layer by layer, row by row, every second copy of the rows with the opposite of the one
/// before.
struct ReferenceBelief {
  let reference: ReferenceObjective
  var samples = 1
  var weights: [Double]?

  var architecture: Architecture { reference.architecture }

  /// The outputs of all rows, copy after copy.
  func outputs(
    _ mean: [Double], _ variance: [Double], _ rows: [[Double]], _ noise: RandomStream
  ) -> [[Double]] {
    var noise = noise
    var a = (0..<samples).flatMap { _ in rows }
    for l in 0..<architecture.layers {
      let weights = architecture.weights(layer: l).lowerBound
      let biases = architecture.biases(layer: l).lowerBound
      let k = architecture.widths[l + 1]
      var epsilon: [[Double]] = []
      for copy in 0..<samples {
        for i in rows.indices {
          epsilon.append(
            copy % 2 == 1
              ? epsilon[(copy - 1) * rows.count + i].map { -$0 }
              : (0..<k).map { _ in Ziggurat.shared.normal(using: &noise) })
        }
      }
      a = a.indices.map { row in
        (0..<k).map { j in
          var (m, v) = (mean[biases + j], variance[biases + j])
          for (i, x) in a[row].enumerated() {
            m += x * mean[weights + i * k + j]
            v += x * x * variance[weights + i * k + j]
          }
          let z = m + v.squareRoot() * epsilon[row][j]
          guard l < architecture.layers - 1 else { return z }
          return architecture.activation == .relu ? max(z, 0) : tanh(z)
        }
      }
    }
    return a
  }

  /// The mean loss of all copies of the rows.
  func loss(
    _ mean: [Double], _ variance: [Double], _ rows: [[Double]], _ labels: [[Double]],
    _ noise: RandomStream
  ) -> Double {
    let all = outputs(mean, variance, rows, noise)
    let sum = all.enumerated().reduce(0.0) { sum, row in
      let (i, z) = (row.offset % rows.count, row.element)
      let loss: Double
      if architecture.head == .softmax {
        let label = Int(labels[i][0])
        let head = reference.heads.first { $0.contains(label) } ?? 0..<z.count
        loss = -reference.logProbabilities(Array(z[head]))[label - head.lowerBound]
      } else {
        loss = zip(z, labels[i]).reduce(0) { $0 + pow($1.0 - $1.1, 2) } / Double(z.count)
      }
      return sum + (weights?[i] ?? 1) * loss
    }
    return sum / Double(all.count)
  }

  /// KL(N(μ, diag σ²) ‖ N(μ₀, diag 1/Λ₀)).
  static func divergence(
    _ mean: [Double], _ variance: [Double], from anchor: [Double], _ precision: [Double]
  ) -> Double {
    mean.indices.reduce(0) { sum, i in
      let prior = 1 / precision[i]
      return sum
        + (log(prior / variance[i]) + (variance[i] + pow(mean[i] - anchor[i], 2)) / prior - 1) / 2
    }
  }
}
