import Foundation
import Numerics

@testable import Training

/// The training objective written out from its formulas, one row and one number at a time, without any of
/// the program's kernels. Slow, and only right.
struct ReferenceObjective {
  let architecture: Architecture
  /// The outputs of each task; a row's softmax is over those of its label's.
  var heads: [Range<Int>] = []

  /// The outputs of one row before the head, for the network's parameters.
  func outputs(_ theta: [Double], _ row: [Double]) -> [Double] {
    var a = row
    for l in 0..<architecture.layers {
      let (weights, biases) = (architecture.weights(layer: l), architecture.biases(layer: l))
      let width = architecture.widths[l + 1]
      a = (0..<width).map { j in
        var z = theta[biases.lowerBound + j]
        for i in a.indices { z += a[i] * theta[weights.lowerBound + i * width + j] }
        guard l < architecture.layers - 1 else { return z }
        return architecture.activation == .relu ? (z > 0 ? z : 0) : tanh(z)
      }
    }
    return a
  }

  /// log softmax(z / T)
  func logProbabilities(_ z: [Double], temperature t: Double = 1) -> [Double] {
    let sum = z.reduce(0) { $0 + exp($1 / t) }
    return z.map { $0 / t - log(sum) }
  }

  /// −log p(y), or the mean over outputs of the squared error.
  func rowLoss(_ theta: [Double], _ row: [Double], _ label: [Double]) -> Double {
    let z = outputs(theta, row)
    guard architecture.head == .softmax else {
      return zip(z, label).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) } / Double(z.count)
    }
    let label = Int(label[0])
    let head = heads.first { $0.contains(label) } ?? 0..<z.count
    return -logProbabilities(Array(z[head]))[label - head.lowerBound]
  }

  /// The label of row `i`: a class, or a value an output.
  func label(_ labels: [Double], _ i: Int) -> [Double] {
    let width = architecture.head == .softmax ? 1 : architecture.outputs
    return Array(labels[i * width..<(i + 1) * width])
  }

  /// Σ over rows of the loss of a row, times its weight.
  func lossSum(
    _ theta: [Double], _ x: Matrix<Double>, _ labels: [Double], weights: [Double]? = nil
  ) -> Double {
    (0..<x.rows).reduce(0) { sum, i in
      sum + (weights?[i] ?? 1) * rowLoss(theta, Array(x.row(i)), label(labels, i))
    }
  }

  /// The whole objective; remembered rows are drawn as their memory would draw them.
  func value(_ theta: [Double], _ problem: Problem, _ objective: Objective<Double>) -> Double {
    var count = problem.features.rows
    var sum = lossSum(theta, problem.features, problem.labels, weights: objective.weights)
    if let rehearsal = objective.rehearsal {
      var (memory, drawn) = (rehearsal.memory, [Int]())
      memory.draw(rehearsal.rows(for: count), into: &drawn)
      for i in drawn {
        sum += rowLoss(theta, Array(memory.features.row(i)), label(memory.labels, i))
      }
      count += drawn.count
    }
    var total = sum / Double(count)
    for penalty in objective.penalties {
      for i in theta.indices {
        let distance = theta[i] - penalty.anchor[i]
        total += penalty.weight / 2 * penalty.importance[i] * distance * distance
      }
    }
    if let term = objective.distillation { total += distillation(theta, problem.features, term) }
    return total
  }

  /// α T² mean KL(teacher ‖ own) at temperature T, or α mean (z − teacher)².
  private func distillation(
    _ theta: [Double], _ x: Matrix<Double>, _ term: Distillation<Double>
  ) -> Double {
    var sum = 0.0
    for i in 0..<x.rows {
      let (z, teacher) = (outputs(theta, Array(x.row(i))), Array(term.teacher.row(i)))
      switch term.distance {
      case .squared:
        sum += zip(z, teacher).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) } / Double(z.count)
      case .softened(let t):
        for head in term.heads.isEmpty ? [z.indices] : term.heads {
          let own = logProbabilities(Array(z[head]), temperature: t)
          let target = logProbabilities(Array(teacher[head]), temperature: t)
          sum += t * t * zip(own, target).reduce(0) { $0 + exp($1.1) * ($1.1 - $1.0) }
        }
      }
    }
    return term.weight * sum / Double(x.rows)
  }

  /// The network's parameters with s A_l B_l added to every adapted layer.
  func merged(_ theta: [Double], _ adapter: LowRankAdapter<Double>, _ factors: [Double]) -> [Double]
  {
    var theta = theta
    var start = 0
    let r = adapter.rank
    for l in adapter.layers {
      let (d, k) = (architecture.widths[l], architecture.widths[l + 1])
      let weights = architecture.weights(layer: l).lowerBound
      for i in 0..<d {
        for j in 0..<k {
          for c in 0..<r {
            theta[weights + i * k + j] +=
              adapter.scale * factors[start + i * r + c] * factors[start + d * r + c * k + j]
          }
        }
      }
      start += r * (d + k)
    }
    return theta
  }
}
