import Numerics
import Testing

@testable import Training

/// Importances against a slow loop over rows, each row's gradient by central differences.
@Suite struct ImportanceTests {
  static let shapes = [[4, 3], [4, 5, 3], [4, 5, 4, 3]]

  func importance(
    _ kind: Importance, _ problem: Problem, batch: Int = 1, seed: UInt64 = 1
  ) -> (values: [Double], usage: Usage) {
    var trainer = Trainer<Double>(problem.architecture, random: RandomStream(seed: 1))
    var random = RandomStream(seed: seed)
    let values = trainer.importance(
      kind, of: problem.network, features: problem.features, labels: problem.labels,
      batch: batch, using: &random)
    return (values, trainer.usage)
  }

  /// The mean over rows of `part` of one row.
  func mean(_ problem: Problem, _ part: ([Double], Int) -> [Double]) -> [Double] {
    let n = problem.features.rows
    var sums = [Double](repeating: 0, count: problem.network.parameters.count)
    for i in 0..<n {
      let row = part(Array(problem.features.row(i)), i)
      for j in sums.indices { sums[j] += row[j] / Double(n) }
    }
    return sums
  }

  /// Squares of the gradient of one row's loss.
  func squares(_ problem: Problem, _ row: [Double], _ label: [Double]) -> [Double] {
    let reference = ReferenceObjective(architecture: problem.architecture)
    return numericalGradient(at: problem.network.parameters) {
      reference.rowLoss($0, row, label)
    }.map { $0 * $0 }
  }

  @Test(arguments: shapes, Activation.allCases)
  func empirical(_ widths: [Int], _ activation: Activation) {
    let problem = Problem(widths, activation)
    let expected = mean(problem) { row, i in squares(problem, row, [problem.labels[i]]) }
    #expect(disagreement(importance(.empirical, problem).values, expected) < 1e-7)
  }

  @Test func empiricalInRegression() {
    let problem = Problem([4, 5, 2], .tanh, .regression)
    let reference = ReferenceObjective(architecture: problem.architecture)
    let expected = mean(problem) { row, i in
      squares(problem, row, reference.label(problem.labels, i))
    }
    #expect(disagreement(importance(.empirical, problem).values, expected) < 1e-7)
  }

  /// Σ_c p_c (∂ log p_c/∂θ)² of one row.
  func exact(_ problem: Problem, _ row: [Double]) -> [Double] {
    let reference = ReferenceObjective(architecture: problem.architecture)
    let p = reference.logProbabilities(reference.outputs(problem.network.parameters, row))
      .map(Double.exp)
    var sum = [Double](repeating: 0, count: problem.network.parameters.count)
    for c in p.indices {
      let square = squares(problem, row, [Double(c)])
      for j in sum.indices { sum[j] += p[c] * square[j] }
    }
    return sum
  }

  @Test(arguments: shapes, Activation.allCases)
  func exact(_ widths: [Int], _ activation: Activation) {
    let problem = Problem(widths, activation)
    let expected = mean(problem) { row, _ in exact(problem, row) }
    #expect(disagreement(importance(.exact, problem).values, expected) < 1e-7)
  }

  @Test func sampledIsExactInExpectation() {
    var problem = Problem([3, 4, 3], rows: 1)
    let row = Array(problem.features.row(0))
    let mean = exact(problem, row)
    let reference = ReferenceObjective(architecture: problem.architecture)
    let p = reference.logProbabilities(reference.outputs(problem.network.parameters, row))
      .map(Double.exp)
    let byClass = p.indices.map { squares(problem, row, [Double($0)]) }
    // The same row 2000 times: 2000 independent draws of its label.
    let n = 2000
    problem.features = problem.features.gather(Array(repeating: 0, count: n))
    problem.labels = Array(repeating: 0, count: n)
    let sampled = importance(.sampled, problem).values
    for j in mean.indices {
      let second = p.indices.reduce(0) { $0 + p[$1] * byClass[$1][j] * byClass[$1][j] }
      let standardError = (max(second - mean[j] * mean[j], 0) / Double(n)).squareRoot()
      #expect(abs(sampled[j] - mean[j]) <= 4 * standardError + 1e-9)
    }
    #expect(sampled != importance(.sampled, problem, seed: 2).values)
  }

  /// (2/k) Σ_j (∂z_j/∂θ)² of one row: the noise that squared error stands for has variance k/2.
  func exactInRegression(_ problem: Problem, _ row: [Double]) -> [Double] {
    let reference = ReferenceObjective(architecture: problem.architecture)
    let k = problem.architecture.outputs
    var sum = [Double](repeating: 0, count: problem.network.parameters.count)
    for c in 0..<k {
      let slopes = numericalGradient(at: problem.network.parameters) {
        reference.outputs($0, row)[c]
      }
      for j in sum.indices { sum[j] += 2 / Double(k) * slopes[j] * slopes[j] }
    }
    return sum
  }

  @Test(arguments: [[4, 5, 2], [4, 1], [4, 5, 4, 3]])
  func exactInRegression(_ widths: [Int]) {
    let problem = Problem(widths, .tanh, .regression)
    let expected = mean(problem) { row, _ in exactInRegression(problem, row) }
    #expect(disagreement(importance(.exact, problem).values, expected) < 1e-7)
  }

  /// The gradient of a row is normal: the variance of its square is twice its variance squared.
  @Test func sampledInRegression() {
    var problem = Problem([3, 4, 2], .tanh, .regression, rows: 1)
    let mean = exactInRegression(problem, Array(problem.features.row(0)))
    let n = 2000
    problem.features = problem.features.gather(Array(repeating: 0, count: n))
    let sampled = importance(.sampled, problem).values
    for j in mean.indices {
      let standardError = mean[j] * (2 / Double(n)).squareRoot()
      #expect(abs(sampled[j] - mean[j]) <= 4 * standardError + 1e-9)
    }
  }

  @Test(arguments: shapes, Activation.allCases)
  func sensitivity(_ widths: [Int], _ activation: Activation) {
    let problem = Problem(widths, activation)
    let reference = ReferenceObjective(architecture: problem.architecture)
    let expected = mean(problem) { row, _ in
      numericalGradient(at: problem.network.parameters) { theta in
        reference.outputs(theta, row).reduce(0) { $0 + $1 * $1 }
      }.map(abs)
    }
    #expect(disagreement(importance(.sensitivity, problem).values, expected) < 1e-7)
  }

  /// The squares at the class of the largest output; the observed labels are not looked at.
  @Test(arguments: shapes, Activation.allCases)
  func predicted(_ widths: [Int], _ activation: Activation) {
    var problem = Problem(widths, activation, rows: 20)
    let reference = ReferenceObjective(architecture: problem.architecture)
    var labels: Set<Int> = []
    let expected = mean(problem) { row, _ in
      let z = reference.outputs(problem.network.parameters, row)
      let best = z.indices.max { z[$0] < z[$1] } ?? 0
      labels.insert(best)
      return squares(problem, row, [Double(best)])
    }
    let values = importance(.predicted, problem).values
    #expect(disagreement(values, expected) < 1e-7 && labels.count > 1)
    problem.labels = problem.drawnLabels(20)
    #expect(importance(.predicted, problem).values == values)
  }

  @Test func predictedValuesAreCertain() {
    let problem = Problem([4, 5, 2], .tanh, .regression)
    #expect(importance(.predicted, problem).values.allSatisfy { $0 == 0 })
  }

  /// Seven rows in batches of 2, 2, 2 and 1: each batch's mean loss has one gradient, squared.
  @Test(arguments: [([4, 5, 3], Head.softmax), ([4, 5, 2], .regression)])
  func squaredBatchMean(_ widths: [Int], _ head: Head) {
    let problem = Problem(widths, .tanh, head, rows: 7)
    let reference = ReferenceObjective(architecture: problem.architecture)
    var expected = [Double](repeating: 0, count: problem.network.parameters.count)
    for batch in [[0, 1], [2, 3], [4, 5], [6]] {
      let gradient = numericalGradient(at: problem.network.parameters) { theta in
        batch.reduce(0) { sum, i in
          sum
            + reference.rowLoss(
              theta, Array(problem.features.row(i)), reference.label(problem.labels, i))
        } / Double(batch.count)
      }
      for j in expected.indices { expected[j] += gradient[j] * gradient[j] / 4 }
    }
    #expect(disagreement(importance(.squaredBatchMean, problem, batch: 2).values, expected) < 1e-7)
    let single = importance(.squaredBatchMean, problem, batch: 1).values
    #expect(disagreement(single, importance(.empirical, problem).values) < 1e-14)
  }

  /// More rows than one pass takes, and a trainer whose workspace is larger for another reason.
  @Test func passesDoNotShow() throws {
    var problem = Problem([3, 4, 3], rows: 300)
    let whole = importance(.empirical, problem).values
    var halves = [Double](repeating: 0, count: whole.count)
    let (features, labels) = (problem.features, problem.labels)
    for range in [0..<150, 150..<300] {
      problem.features = features.gather(range)
      problem.labels = Array(labels[range])
      let half = importance(.empirical, problem).values
      for j in halves.indices { halves[j] += half[j] / 2 }
    }
    #expect(disagreement(whole, halves) < 1e-14)

    var network = problem.network
    var trainer = Trainer<Double>(problem.architecture, random: RandomStream(seed: 1))
    try trainer.fit(&network, features: features, labels: labels, recipe: .oneStep(300))
    var random = RandomStream(seed: 1)
    let again = trainer.importance(
      .empirical, of: problem.network, features: features, labels: labels, using: &random)
    #expect(again == whole, "bit for bit, whatever was trained before")
  }

  @Test(arguments: Importance.allCases) func noRowsGiveZeros(_ kind: Importance) {
    var problem = Problem([4, 3])
    problem.features = Matrix(columns: 4)
    problem.labels = []
    let (values, usage) = importance(kind, problem)
    #expect(values == Array(repeating: 0, count: 15) && usage == Usage())
  }
}
