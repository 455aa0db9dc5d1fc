import Numerics
import Testing

@testable import Training

/// A softmax for each task, against the formulas written out row by row.
@Suite struct HeadsTests {
  static let heads = [0..<2, 2..<5]
  static let shapes = [[4, 5], [4, 6, 5], [4, 5, 4, 5]]

  /// Five classes in two tasks, labels of both.
  static func problem(_ widths: [Int] = [4, 6, 5], _ activation: Activation = .tanh) -> Problem {
    var problem = Problem(widths, activation)
    problem.network.heads = heads
    problem.labels = [0, 3, 1, 4, 2, 1]
    return problem
  }

  static func reference(_ problem: Problem) -> ReferenceObjective {
    ReferenceObjective(architecture: problem.architecture, heads: heads)
  }

  @Test(arguments: shapes, Activation.allCases)
  func gradients(_ widths: [Int], _ activation: Activation) throws {
    var problem = Self.problem(widths, activation)
    let count = problem.architecture.parameterCount
    var objective = Objective<Double>()
    objective.rehearsal = Rehearsal(problem.memory(rows: 5), ratio: 0.5)
    objective.weights = [0.5, 2, 1, 0, 1.5, 1]
    objective.penalties = [
      QuadraticPenalty(
        weight: 0.5, importance: problem.drawn(count).map { $0 * $0 },
        anchor: problem.drawn(count))
    ]
    for objective in [Objective(), objective] {
      let (loss, gradient, _) = try problem.step(objective)
      let value = { Self.reference(problem).value($0, problem, objective) }
      #expect(abs(loss - value(problem.network.parameters)) < 1e-12 * max(1, loss))
      let expected = numericalGradient(at: problem.network.parameters, value)
      #expect(disagreement(gradient, expected) < 1e-7)
    }
  }

  /// Rows of one task leave the other's outputs alone, bit for bit, however large its logits.
  @Test(arguments: [0, 1]) func theOtherHeadIsNotTouched(_ task: Int) throws {
    for offset in [0.0, 200, -200] {
      var problem = Self.problem()
      problem.labels = task == 0 ? [0, 1, 1, 0, 1, 0] : [2, 3, 4, 2, 4, 3]
      let (own, other) = (Self.heads[task], Self.heads[1 - task])
      let biases = problem.architecture.biases(layer: 1).lowerBound
      for j in other { problem.network.parameters[biases + j] += offset }
      let (loss, gradient, _) = try problem.step()
      #expect(loss.isFinite && loss < 50)
      let weights = problem.architecture.weights(layer: 1)
      for i in weights where other.contains((i - weights.lowerBound) % 5) {
        #expect(gradient[i] == 0)
      }
      #expect(other.allSatisfy { gradient[biases + $0] == 0 })
      #expect(own.allSatisfy { gradient[biases + $0] != 0 })
    }
  }

  /// In prediction the visible task tells the head; the label is not there.
  @Test func predictions() {
    for offset in [0.0, 200] {
      var problem = Self.problem()
      let tasks = [0, 1, 1, 0, 1, 0]
      let biases = problem.architecture.biases(layer: 1).lowerBound
      for j in Self.heads[1] { problem.network.parameters[biases + j] += offset }
      let workspace = Workspace<Double>(problem.architecture, capacity: 4)
      var outputs = Matrix<Double>(columns: 5)
      let flops = workspace.predict(
        problem.network, problem.features, into: &outputs, tasks: tasks)
      #expect(flops == 6 * 2 * (24 + 30))
      let reference = Self.reference(problem)
      for (i, task) in tasks.enumerated() {
        let head = Self.heads[task]
        let z = reference.outputs(problem.network.parameters, Array(problem.features.row(i)))
        let own = reference.logProbabilities(Array(z[head]))
        for j in 0..<5 where !head.contains(j) { #expect(outputs[i, j] == 0) }
        for j in head {
          #expect(abs(outputs[i, j] - Double.exp(own[j - head.lowerBound])) < 1e-12)
        }
        #expect(abs(head.reduce(0) { $0 + outputs[i, $1] } - 1) < 1e-14)
      }
    }
  }

  @Test func oneHeadForAllIsNone() throws {
    var problem = Self.problem()
    problem.network.heads = []
    var one = problem
    one.network.heads = [0..<5]
    let (a, b) = (try problem.step(), try one.step())
    #expect(abs(a.loss - b.loss) < 1e-14 && disagreement(a.gradient, b.gradient) < 1e-14)
    #expect(a.usage == b.usage)
    for kind in Importance.allCases {
      let (a, b) = (
        ImportanceTests().importance(kind, problem), ImportanceTests().importance(kind, one)
      )
      #expect(disagreement(a.values, b.values) < 1e-14 && a.usage == b.usage)
    }
  }

  // MARK: Importance

  /// Σ_c p_c (∂ log p_c/∂θ)² of one row over the classes of its task.
  func exact(_ problem: Problem, _ i: Int) -> [Double] {
    let reference = Self.reference(problem)
    let row = Array(problem.features.row(i))
    return numericalSquares(problem, i) { c in
      Double.exp(-reference.rowLoss(problem.network.parameters, row, [Double(c)]))
    }
  }

  /// Σ over the classes c of row i's task of weight(c) (∂ log p_c/∂θ)².
  func numericalSquares(_ problem: Problem, _ i: Int, _ weight: (Int) -> Double) -> [Double] {
    let reference = Self.reference(problem)
    let row = Array(problem.features.row(i))
    var sum = [Double](repeating: 0, count: problem.network.parameters.count)
    for c in Self.heads[problem.labels[i] < 2 ? 0 : 1] {
      let gradient = numericalGradient(at: problem.network.parameters) {
        reference.rowLoss($0, row, [Double(c)])
      }
      for j in sum.indices { sum[j] += weight(c) * gradient[j] * gradient[j] }
    }
    return sum
  }

  func mean(_ problem: Problem, _ part: (Int) -> [Double]) -> [Double] {
    ImportanceTests().mean(problem) { _, i in part(i) }
  }

  @Test(arguments: shapes) func fisher(_ widths: [Int]) {
    let problem = Self.problem(widths)
    let empirical = mean(problem) { i in
      numericalSquares(problem, i) { Double($0) == problem.labels[i] ? 1 : 0 }
    }
    let tests = ImportanceTests()
    #expect(disagreement(tests.importance(.empirical, problem).values, empirical) < 1e-7)
    let expected = mean(problem) { exact(problem, $0) }
    #expect(disagreement(tests.importance(.exact, problem).values, expected) < 1e-7)
    let predicted = mean(problem) { i in
      let reference = Self.reference(problem)
      let z = reference.outputs(problem.network.parameters, Array(problem.features.row(i)))
      let head = Self.heads[problem.labels[i] < 2 ? 0 : 1]
      let best = head.max { z[$0] < z[$1] }
      return numericalSquares(problem, i) { $0 == best ? 1 : 0 }
    }
    #expect(disagreement(tests.importance(.predicted, problem).values, predicted) < 1e-7)
    // The logits' norm knows no heads.
    var headless = problem
    headless.network.heads = []
    #expect(
      tests.importance(.sensitivity, problem).values
        == tests.importance(.sensitivity, headless).values)
  }

  @Test func sampledIsExactInExpectation() {
    var problem = Self.problem([3, 4, 5])
    let n = 2000
    for (i, label) in [(0, 1.0), (1, 3)] {
      problem.labels[i] = label
      let mean = exact(problem, i)
      var second = numericalSquares(problem, i) { _ in 0 }
      for c in Self.heads[i] {
        let p = Double.exp(
          -Self.reference(problem).rowLoss(
            problem.network.parameters, Array(problem.features.row(i)), [Double(c)]))
        let square = numericalSquares(problem, i) { $0 == c ? 1 : 0 }
        for j in second.indices { second[j] += p * square[j] * square[j] }
      }
      var many = problem
      many.features = problem.features.gather(Array(repeating: i, count: n))
      many.labels = Array(repeating: label, count: n)
      let sampled = ImportanceTests().importance(.sampled, many).values
      for j in mean.indices {
        let error = (max(second[j] - mean[j] * mean[j], 0) / Double(n)).squareRoot()
        #expect(abs(sampled[j] - mean[j]) <= 4.5 * error + 1e-9)
      }
    }
  }

  /// Probabilities that rounding has left short of 1 must not make a class of another head.
  @Test func noClassOfAnotherHeadIsDrawn() {
    let workspace = Workspace<Float>(Architecture(widths: [1, 4]), capacity: 200)
    for i in 0..<200 {
      for (j, p) in [Float(0), 0.3, 0.3, 0].enumerated() { unsafe workspace.outputs[4 * i + j] = p }
    }
    var random = RandomStream(seed: 1)
    workspace.sampleTargets(rows: 200, using: &random)
    #expect(Set((0..<200).map { workspace.targets[$0] }) == [1, 2])
  }
}
