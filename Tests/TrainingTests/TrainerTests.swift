import Numerics
import Testing

@testable import Training

@Suite struct TrainerTests {
  func makeTrainer(_ problem: Problem, seed: UInt64 = 1) -> Trainer<Double> {
    Trainer(problem.architecture, random: RandomStream(seed: seed))
  }

  @Test func divergenceIsAnOutcome() throws {
    let problem = Problem([4, 5, 1], .relu, .regression)
    var network = problem.network
    var trainer = makeTrainer(problem)
    #expect(throws: TrainingError.diverged) {
      try trainer.fit(
        &network, features: problem.features, labels: problem.labels,
        recipe: Recipe(learningRate: 1e6, batch: 2, epochs: 200))
    }
    #expect(network == problem.network, "it keeps the parameters it had")
    #expect(trainer.usage.steps > 0, "what was done was metered")
  }

  @Test(arguments: [Double.nan, .infinity], Head.allCases)
  func featuresThatAreNoNumbers(_ value: Double, _ head: Head) {
    var problem = Problem([4, 5, 3], .tanh, head)
    problem.features[2, 1] = value
    problem.network.parameters = problem.network.parameters.map { abs($0) }
    var network = problem.network
    var trainer = makeTrainer(problem)
    do {
      try trainer.fit(
        &network, features: problem.features, labels: problem.labels, recipe: Recipe(batch: 4))
    } catch {
      #expect(error == .diverged)
    }
    #expect(network.isFinite)
    // tanh(∞) is 1, and ∞ · 0 is no number.
    #expect(network == problem.network)
  }

  @Test func everyEpochTakesEveryRowOnce() throws {
    let problem = Problem([4, 3], rows: 11)
    var network = problem.network
    var trainer = makeTrainer(problem)
    let losses = try trainer.fit(
      &network, features: problem.features, labels: problem.labels,
      recipe: Recipe(batch: 4, epochs: 3))
    #expect(losses.count == 9, "batches of 4, 4 and 3, three times")
    #expect(trainer.order.sorted() == Array(0..<11) && trainer.order != Array(0..<11))
  }

  @Test func orderComesFromItsStream() throws {
    let problem = Problem([4, 3], rows: 11)
    func fitted(_ seed: UInt64) throws -> Network<Double> {
      var network = problem.network
      var trainer = makeTrainer(problem, seed: seed)
      try trainer.fit(
        &network, features: problem.features, labels: problem.labels, recipe: Recipe(batch: 4))
      return network
    }
    #expect(try fitted(3) == fitted(3))
    #expect(try fitted(3) != fitted(4))
  }

  @Test func batchesLargerThanTheRowsAndNoRows() throws {
    let problem = Problem([4, 3])
    var (large, exact, none) = (problem.network, problem.network, problem.network)
    var a = makeTrainer(problem)
    var b = makeTrainer(problem)
    var c = makeTrainer(problem)
    try a.fit(
      &large, features: problem.features, labels: problem.labels, recipe: Recipe(batch: 1000))
    try b.fit(
      &exact, features: problem.features, labels: problem.labels, recipe: Recipe(batch: 6))
    #expect(large == exact)
    let losses = try c.fit(
      &none, features: Matrix(columns: 4), labels: [], recipe: Recipe(epochs: 3))
    #expect(losses.isEmpty && none == problem.network && c.usage == Usage())
  }

  /// Two rows that contradict each other: the gradient of one raises the loss of the other.
  func conflict(trainable: Set<Int>? = nil) -> (problem: Problem, objective: Objective<Double>) {
    var problem = Problem([4, 5, 3], rows: 1)
    problem.labels = [0]
    var objective = Objective<Double>()
    objective.trainable = trainable
    objective.projection = GradientProjection(
      RowMemory(features: problem.features, labels: [2], random: RandomStream(seed: 1)), rows: 1)
    return (problem, objective)
  }

  @Test func projectionKeepsRememberedRows() throws {
    let (problem, objective) = conflict()
    var old = problem
    old.labels = [2]
    let (own, reference) = (try problem.step().gradient, try old.step().gradient)
    func dot(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }
    #expect(dot(own, reference) < -0.01, "there is a conflict to resolve")
    let share = dot(own, reference) / dot(reference, reference)
    let projected = try problem.step(objective).gradient
    #expect(disagreement(projected, zip(own, reference).map { $0 - share * $1 }) < 1e-12)
    #expect(abs(dot(projected, reference)) < 1e-12)
    // No conflict with a row like the new one.
    var agreeing = objective
    agreeing.projection = GradientProjection(
      RowMemory(features: problem.features, labels: [0], random: RandomStream(seed: 1)), rows: 1)
    #expect(try problem.step(agreeing).gradient == own)
  }

  /// What an earlier fit left in frozen layers' gradients is no part of the projection.
  @Test func projectionSeesTrainedLayersOnly() throws {
    let (problem, objective) = conflict(trainable: [1])
    var used = makeTrainer(problem)
    var fresh = makeTrainer(problem)
    var (other, a, b) = (problem.network, problem.network, problem.network)
    let (_, everywhere) = conflict()
    try used.fit(
      &other, features: problem.features, labels: [1], recipe: .oneStep(1), objective: everywhere)
    try used.fit(
      &a, features: problem.features, labels: problem.labels, recipe: .oneStep(1),
      objective: objective)
    try fresh.fit(
      &b, features: problem.features, labels: problem.labels, recipe: .oneStep(1),
      objective: objective)
    #expect(a == b)
  }

  @Test func teacherLogits() {
    let problem = Problem([4, 5, 3], rows: 300)
    let reference = ReferenceObjective(architecture: problem.architecture)
    var trainer = makeTrainer(problem)
    let logits = trainer.logits(of: problem.network, problem.features)
    let expected = (0..<300).flatMap {
      reference.outputs(problem.network.parameters, Array(problem.features.row($0)))
    }
    #expect(disagreement(logits.elements, expected) < 1e-13)
  }

  @Test func probabilitiesInPassesOfAnyLength() {
    let problem = Problem([4, 5, 3], .tanh, rows: 10)
    let reference = ReferenceObjective(architecture: problem.architecture)
    let expected = (0..<10).flatMap {
      reference.logProbabilities(
        reference.outputs(problem.network.parameters, Array(problem.features.row($0)))
      ).map(Double.exp)
    }
    for capacity in [1, 3, 10, 64] {
      let workspace = Workspace<Double>(problem.architecture, capacity: capacity)
      var outputs = Matrix<Double>(rows: 2, columns: 3)
      _ = workspace.predict(problem.network, problem.features, into: &outputs)
      #expect(disagreement(outputs.elements, expected) < 1e-13)
    }
  }

  /// The softmax of logits so large that their exponentials overflow.
  @Test func largeLogits() throws {
    var network = Network<Double>(
      Architecture(widths: [1, 2]), parameters: [2000, -2000, 0, 0])
    var trainer = Trainer<Double>(network.architecture, random: RandomStream(seed: 1))
    let losses = try trainer.fit(
      &network, features: Matrix(rows: 2, columns: 1, [1, 1]), labels: [0, 1],
      recipe: Recipe(learningRate: 0.1, batch: 1), order: .given)
    #expect(losses == [0, 4000])
  }

  /// EWC on linear regression with a diagonal first Gram matrix is the batch solution: the losses
  /// 1/(2n)‖y − Xw‖² with F = mean x² (unit noise) and λ = n₁/n₂. Ours have no ½, so λ = 2 n₁/n₂.
  @Test func ewcOnLinearRegressionIsTheBatchSolution() throws {
    let first = Matrix<Double>(rows: 4, columns: 2, [1, 2, 1, -2, -1, 2, -1, -2])
    let firstLabels = [3.0, -0.5, 1.25, -2]
    let second = Matrix<Double>(rows: 5, columns: 2, [1, 0, 2, 1, -1, 1, 0.5, -1, 1.5, 2])
    let secondLabels = [0.5, 2, -1, 0.25, 4]
    let anchor = leastSquares(first, firstLabels)
    var objective = Objective<Double>()
    objective.penalties = [
      QuadraticPenalty(weight: 2 * 4.0 / 5, importance: [1, 4, 1], anchor: anchor)
    ]
    var network = Network<Double>(
      Architecture(widths: [2, 1], head: .regression), parameters: anchor)
    var trainer = Trainer<Double>(network.architecture, random: RandomStream(seed: 1))
    try trainer.fit(
      &network, features: second, labels: secondLabels,
      recipe: Recipe(learningRate: 0.05, batch: 5, epochs: 600), objective: objective,
      order: .given)
    var both = first
    both.append(rows: 0..<5, of: second)
    let expected = leastSquares(both, firstLabels + secondLabels)
    #expect(disagreement(network.parameters, expected) < 1e-9)
    #expect(disagreement(expected, leastSquares(second, secondLabels)) > 0.1)
  }

  /// A hundred steps of momentum and Adam in both precisions.
  @Test(arguments: [
    Optimizer.momentum(0.9, nesterov: false), .adam(beta1: 0.9, beta2: 0.999, epsilon: 1e-8),
  ])
  func bothPrecisionsAgree(_ rule: Optimizer) throws {
    let problem = Problem([4, 8, 3], .tanh, rows: 20)
    let recipe = Recipe(optimizer: rule, learningRate: 0.01, batch: 4, epochs: 20)
    var double = problem.network
    var single = Network<Float>(
      problem.architecture, parameters: problem.network.parameters.map(Float.init))
    var a = makeTrainer(problem)
    var b = Trainer<Float>(problem.architecture, random: RandomStream(seed: 1))
    let losses = try a.fit(
      &double, features: problem.features, labels: problem.labels, recipe: recipe)
    let others = try b.fit(
      &single,
      features: Matrix(rows: 20, columns: 4, problem.features.elements.map(Float.init)),
      labels: problem.labels.map(Float.init), recipe: recipe)
    #expect(losses.count == 100)
    #expect(disagreement(others, losses) < 1e-4)
    #expect(disagreement(single.parameters.map(Double.init), double.parameters) < 1e-4)
  }
}
