import Numerics
import Testing

@testable import Training

/// Predictions of uncertain networks against derivatives of each output by central differences.
@Suite struct LinearizedPredictionTests {
  func outputs(
    _ problem: Problem, _ variance: [Double], tasks: [Int] = [], capacity: Int = 4
  ) -> (Matrix<Double>, flops: Int) {
    let workspace = Workspace<Double>(problem.architecture, capacity: capacity)
    var result = Matrix<Double>(columns: problem.architecture.outputs)
    let flops = workspace.predict(
      problem.network, variance: variance, problem.features, into: &result, tasks: tasks)
    return (result, flops)
  }

  /// softmax_j(z_j / √(1 + π v_j/8)), v_j = Σ_i S_i (∂z_j/∂θ_i)²
  func expected(_ problem: Problem, _ variance: [Double], row: Int, _ head: Range<Int>) -> [Double]
  {
    let reference = ReferenceObjective(architecture: problem.architecture)
    let x = Array(problem.features.row(row))
    let theta = problem.network.parameters
    let z = reference.outputs(theta, x)
    let tempered = head.map { j -> Double in
      let slopes = numericalGradient(at: theta) { reference.outputs($0, x)[j] }
      let v = zip(slopes, variance).reduce(0) { $0 + $1.0 * $1.0 * $1.1 }
      return z[j] / (1 + Double.pi * v / 8).squareRoot()
    }
    return reference.logProbabilities(tempered).map(Double.exp)
  }

  @Test(arguments: [[4, 3], [4, 5, 3], [4, 5, 4, 3]], Activation.allCases)
  func probabilities(_ widths: [Int], _ activation: Activation) {
    var problem = Problem(widths, activation)
    let variance = problem.drawn(problem.network.parameters.count).map { $0 * $0 }
    let (ours, flops) = outputs(problem, variance)
    for i in 0..<6 {
      #expect(
        disagreement(Array(ours.row(i)), expected(problem, variance, row: i, 0..<3)) < 1e-8)
    }
    // Forward and as much again, the way back for each class, and three FLOP a sum there.
    let architecture = problem.architecture
    let back = architecture.backwardFlops - architecture.forwardFlops
    let sums = 3 * widths.dropFirst().reduce(0, +)
    #expect(flops == 6 * (2 * architecture.forwardFlops + 3 * (back + sums)))
  }

  @Test func aHeadForEachTask() {
    var problem = Problem([4, 6, 5], .tanh)
    problem.network.heads = HeadsTests.heads
    let variance = problem.drawn(problem.network.parameters.count).map { $0 * $0 }
    let tasks = [0, 1, 1, 0, 1, 0]
    let (ours, _) = outputs(problem, variance, tasks: tasks)
    for (i, task) in tasks.enumerated() {
      let head = HeadsTests.heads[task]
      #expect(
        disagreement(
          head.map { ours[i, $0] },
          expected(problem, variance, row: i, head)) < 1e-8)
      #expect(abs(ours.row(i).reduce(0, +) - 1) < 1e-12)
    }
  }

  /// Certainty is the network's own prediction, bit for bit; values stay what they are.
  @Test(arguments: Head.allCases) func certainty(_ head: Head) {
    var problem = Problem([4, 5, 3], .relu, head)
    let count = problem.network.parameters.count
    let workspace = Workspace<Double>(problem.architecture, capacity: 4)
    var plain = Matrix<Double>(columns: 3)
    _ = workspace.predict(problem.network, problem.features, into: &plain)
    #expect(outputs(problem, [Double](repeating: 0, count: count)).0 == plain)
    let uncertain = outputs(problem, problem.drawn(count).map { $0 * $0 })
    #expect((uncertain.0 == plain) == (head == .regression))
  }

  @Test func passesDoNotShow() {
    var problem = Problem([4, 5, 3])
    let variance = problem.drawn(problem.network.parameters.count).map { $0 * $0 }
    let (whole, parts) = (
      outputs(problem, variance, capacity: 100).0, outputs(problem, variance, capacity: 1).0
    )
    for i in 0..<6 { #expect(disagreement(Array(whole.row(i)), Array(parts.row(i))) < 1e-14) }
  }
}
