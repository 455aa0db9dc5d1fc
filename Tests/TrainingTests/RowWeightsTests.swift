import Numerics
import Testing

@testable import Training

/// Losses in which rows weigh differently.
@Suite struct RowWeightsTests {
  static let shapes = ObjectiveTests.shapes

  @Test(arguments: shapes) func gradients(_ shape: ObjectiveTests.Shape) throws {
    var problem = Problem(shape.widths, shape.activation, shape.head)
    var objective = Objective<Double>()
    objective.weights = [0.5, 2, 0, 1, 1.75, 0.75]
    try ObjectiveTests().check(problem, objective)
    // Rehearsed rows weigh 1.
    objective.rehearsal = Rehearsal(problem.memory(rows: 5), ratio: 0.75)
    try ObjectiveTests().check(problem, objective)
  }

  /// A row of weight 3 counts like three rows.
  @Test(arguments: shapes) func integersAreRepetitions(_ shape: ObjectiveTests.Shape) throws {
    let problem = Problem(shape.widths, shape.activation, shape.head)
    let counts = [1, 3, 0, 2, 1, 2]
    var objective = Objective<Double>()
    objective.weights = counts.map { Double($0) * 6 / 9 }
    let indices = counts.enumerated().flatMap { Array(repeating: $0, count: $1) }
    let reference = ReferenceObjective(architecture: problem.architecture)
    var repeated = problem
    repeated.features = problem.features.gather(indices)
    repeated.labels = indices.flatMap { reference.label(problem.labels, $0) }
    let (a, b) = (try problem.step(objective), try repeated.step())
    #expect(abs(a.loss - b.loss) < 1e-13 && disagreement(a.gradient, b.gradient) < 1e-13)
  }

  @Test(arguments: shapes) func onesAreNone(_ shape: ObjectiveTests.Shape) throws {
    let problem = Problem(shape.widths, shape.activation, shape.head)
    var objective = Objective<Double>()
    objective.weights = Array(repeating: 1, count: 6)
    let (a, b) = (try problem.step(objective), try problem.step())
    #expect(abs(a.loss - b.loss) < 1e-14 && disagreement(a.gradient, b.gradient) < 1e-14)
    #expect(a.usage == b.usage, "weights cost nothing")
  }

  /// Weights stay with their rows when the order is shuffled, batch by batch.
  @Test func weightsFollowTheirRows() throws {
    let problem = Problem([4, 5, 3], rows: 11)
    let weights = (0..<11).map { Double($0) / 5 }
    var objective = Objective<Double>()
    objective.weights = weights
    var shuffled = problem.network
    var trainer = Trainer<Double>(problem.architecture, random: RandomStream(seed: 3))
    try trainer.fit(
      &shuffled, features: problem.features, labels: problem.labels,
      recipe: Recipe(learningRate: 0.3, batch: 3), objective: objective)

    var (order, random) = (Array(0..<11), RandomStream(seed: 3))
    random.shuffle(&order)
    #expect(order != Array(0..<11))
    objective.weights = order.map { weights[$0] }
    var ordered = problem.network
    try trainer.fit(
      &ordered, features: problem.features.gather(order), labels: order.map { problem.labels[$0] },
      recipe: Recipe(learningRate: 0.3, batch: 3), objective: objective, order: .given)
    #expect(shuffled == ordered)
  }
}
