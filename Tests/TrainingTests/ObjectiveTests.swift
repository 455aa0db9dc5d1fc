import Numerics
import Testing

@testable import Training

/// Gradients of the whole training objective against central differences of ``ReferenceObjective``.
@Suite struct ObjectiveTests {
  struct Shape: CustomTestStringConvertible, Sendable {
    let widths: [Int]
    let activation: Activation
    let head: Head
    var testDescription: String { "\(widths) \(activation) \(head)" }
  }

  static let shapes: [Shape] = [[4, 3], [4, 5, 3], [4, 5, 4, 3], [3, 9, 1]].flatMap { widths in
    Activation.allCases.flatMap { activation in
      Head.allCases.map { Shape(widths: widths, activation: activation, head: $0) }
    }
  }

  func check(_ problem: Problem, _ objective: Objective<Double>) throws {
    let reference = ReferenceObjective(architecture: problem.architecture)
    let theta = problem.network.parameters
    let (loss, gradient, _) = try problem.step(objective)
    #expect(abs(loss - reference.value(theta, problem, objective)) < 1e-12 * max(1, loss))
    let expected = numericalGradient(at: theta) { reference.value($0, problem, objective) }
    #expect(disagreement(gradient, expected) < 1e-7)
  }

  func penalty(_ problem: inout Problem, weight: Double) -> QuadraticPenalty<Double> {
    let count = problem.architecture.parameterCount
    return QuadraticPenalty(
      weight: weight, importance: problem.drawn(count).map { $0 * $0 },
      anchor: problem.drawn(count))
  }

  @Test(arguments: shapes) func loss(_ shape: Shape) throws {
    let problem = Problem(shape.widths, shape.activation, shape.head)
    try check(problem, Objective())
    var scaled = problem
    let d = shape.widths[0]
    scaled.network.scaling = InputScaling(
      mean: (0..<d).map { Double($0) / 4 }, scale: (0..<d).map { 1 + Double($0) / 2 })
    // Standardized rows are the same rows without a standardization.
    var expected = problem
    for i in 0..<problem.features.rows {
      for j in 0..<d {
        expected.features[i, j] = (problem.features[i, j] - Double(j) / 4) * (1 + Double(j) / 2)
      }
    }
    #expect(disagreement(try scaled.step().gradient, try expected.step().gradient) < 1e-14)
  }

  @Test(arguments: shapes) func everyTermAtOnce(_ shape: Shape) throws {
    var problem = Problem(shape.widths, shape.activation, shape.head, seed: 3)
    var objective = Objective<Double>()
    objective.penalties = [penalty(&problem, weight: 0.7), penalty(&problem, weight: 2)]
    objective.rehearsal = Rehearsal(problem.memory(rows: 5), ratio: 0.75)
    objective.distillation = Distillation(
      weight: 0.4, distance: .squared, teacher: problem.teacher)
    try check(problem, objective)
  }

  @Test(arguments: [[4, 3], [4, 5, 3], [4, 5, 4, 3]], Activation.allCases)
  func softenedDistillation(_ widths: [Int], _ activation: Activation) throws {
    let problem = Problem(widths, activation)
    var objective = Objective<Double>()
    objective.distillation = Distillation(
      weight: 1.5, distance: .softened(temperature: 2), teacher: problem.teacher)
    try check(problem, objective)
  }

  /// A softmax for each group of outputs; outputs in none are free.
  @Test(arguments: [[0..<5], [0..<2, 2..<5], [1..<3], [3..<5, 0..<1]])
  func softenedHeads(_ heads: [Range<Int>]) throws {
    let problem = Problem([4, 6, 5], .tanh)
    var objective = Objective<Double>()
    objective.distillation = Distillation(
      weight: 1.5, distance: .softened(temperature: 2), teacher: problem.teacher, heads: heads)
    try check(problem, objective)
  }

  @Test(arguments: [0.5, 1, 2.25]) func rehearsal(_ ratio: Double) throws {
    var problem = Problem([4, 5, 3])
    var objective = Objective<Double>()
    objective.rehearsal = Rehearsal(problem.memory(rows: 7), ratio: ratio)
    try check(problem, objective)
    // 6 rows and round(6 · ratio) more.
    let usage = try problem.step(objective).usage
    #expect(usage.rowsTrained == [0.5: 9, 1: 12, 2.25: 20][ratio])
  }

  @Test func mergedAnchorsPullLikeSeparateOnes() throws {
    var problem = Problem([4, 5, 3])
    let parts = (0..<3).map { _ in penalty(&problem, weight: 1.3) }
    var merged = parts[0]
    for part in parts.dropFirst() { merged.merge(importance: part.importance, anchor: part.anchor) }
    var (together, apart) = (Objective<Double>(), Objective<Double>())
    together.penalties = [merged]
    apart.penalties = parts
    try check(problem, together)
    #expect(
      disagreement(try problem.step(together).gradient, try problem.step(apart).gradient) < 1e-13)
  }

  @Test func anchorsWithoutImportanceMergeToo() {
    var penalty = QuadraticPenalty<Double>(weight: 1, importance: [0, 0, 2], anchor: [1, 1, 1])
    penalty.merge(importance: [0, 3, 6], anchor: [5, 5, 5])
    #expect(penalty.importance == [0, 3, 8])
    // Without importance there is no pull, wherever the anchor is; (2·1 + 6·5)/8 = 4.
    #expect(penalty.anchor == [1, 5, 4])
  }

  static let layerSets: [Set<Int>] = [[], [0], [1], [2], [0, 1], [0, 2], [1, 2], [0, 1, 2]]

  @Test(arguments: layerSets) func frozenLayersStay(_ trainable: Set<Int>) throws {
    let problem = Problem([4, 5, 4, 3])
    let reference = ReferenceObjective(architecture: problem.architecture)
    var objective = Objective<Double>()
    objective.trainable = trainable
    let gradient = try problem.step(objective).gradient
    let all = numericalGradient(at: problem.network.parameters) {
      reference.value($0, problem, Objective())
    }
    for layer in 0..<3 {
      for range in [
        problem.architecture.weights(layer: layer), problem.architecture.biases(layer: layer),
      ] {
        let expected = trainable.contains(layer) ? Array(all[range]) : range.map { _ in 0 }
        #expect(disagreement(Array(gradient[range]), expected) < 1e-7)
        if !trainable.contains(layer) { #expect(gradient[range].allSatisfy { $0 == 0 }) }
      }
    }
  }
}
