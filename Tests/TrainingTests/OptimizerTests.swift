import Numerics
import Testing

@testable import Training

@Suite struct OptimizerTests {
  /// Every rule, with a step size that suits the regression below.
  static let rules: [(Optimizer, learningRate: Double)] = [
    (.sgd, 0.2), (.momentum(0.8, nesterov: false), 0.05), (.momentum(0.8, nesterov: true), 0.05),
    (.adam(beta1: 0.9, beta2: 0.999, epsilon: 1e-8), 0.05),
    (.adamW(beta1: 0.9, beta2: 0.999, epsilon: 1e-8), 0.05), (.adagrad(epsilon: 1e-10), 0.5),
  ]

  func recipe(_ rule: Optimizer, _ learningRate: Double, epochs: Int, rows: Int = 24) -> Recipe {
    Recipe(optimizer: rule, learningRate: learningRate, batch: rows, epochs: epochs)
  }

  func fitted(_ problem: Regression, _ recipe: Recipe) throws -> [Double] {
    var network = problem.network
    var trainer = Trainer<Double>(network.architecture, random: RandomStream(seed: 1))
    try trainer.fit(
      &network, features: problem.features, labels: problem.labels, recipe: recipe, order: .given)
    return network.parameters
  }

  @Test(arguments: rules.indices) func reachesLeastSquares(_ index: Int) throws {
    let (rule, rate) = Self.rules[index]
    let problem = Regression()
    let reached = try fitted(problem, recipe(rule, rate, epochs: 600))
    #expect(disagreement(reached, problem.solution) < 1e-6)
  }

  @Test(arguments: rules.indices) func decayLeadsToRidgeRegression(_ index: Int) throws {
    let (rule, rate) = Self.rules[index]
    guard !rule.isDecoupled else { return }
    let problem = Regression()
    var recipe = recipe(rule, rate, epochs: 600)
    recipe.weightDecay = 0.5
    let expected = leastSquares(problem.features, problem.labels, ridge: 0.5)
    #expect(disagreement(try fitted(problem, recipe), expected) < 1e-6)
    #expect(disagreement(expected, problem.solution) > 0.1)
  }

  /// The first step of Adam is η g/(|g| + ε), whatever the betas; AdamW shrinks the parameters before it.
  @Test func decoupledDecay() throws {
    let problem = Problem([4, 3])
    let gradient = try problem.step().gradient
    var network = problem.network
    var recipe = recipe(
      .adamW(beta1: 0.7, beta2: 0.9, epsilon: 0.01), 0.1, epochs: 1, rows: problem.labels.count)
    recipe.weightDecay = 0.3
    var trainer = Trainer<Double>(network.architecture, random: RandomStream(seed: 1))
    try trainer.fit(
      &network, features: problem.features, labels: problem.labels, recipe: recipe, order: .given)
    let expected = zip(problem.network.parameters, gradient).map { theta, g in
      theta * (1 - 0.1 * 0.3) - 0.1 * g / (abs(g) + 0.01)
    }
    #expect(disagreement(network.parameters, expected) < 1e-13)
  }

  @Test(arguments: rules.indices) func stateIsCarriedOrReset(_ index: Int) throws {
    let (rule, rate) = Self.rules[index]
    let problem = Problem([4, 5, 3])
    func fit(_ network: inout Network<Double>, _ trainer: inout Trainer<Double>, _ recipe: Recipe)
      throws
    {
      try trainer.fit(
        &network, features: problem.features, labels: problem.labels, recipe: recipe,
        order: .given)
    }
    func afterTwo(carrying: Bool) throws -> [Double] {
      var network = problem.network
      var trainer = Trainer<Double>(network.architecture, random: RandomStream(seed: 1))
      var once = recipe(rule, rate, epochs: 2, rows: 4)
      once.carriesOptimizerState = carrying
      try fit(&network, &trainer, once)
      try fit(&network, &trainer, once)
      return network.parameters
    }
    var (unbroken, apart) = (problem.network, problem.network)
    var trainer = Trainer<Double>(problem.architecture, random: RandomStream(seed: 1))
    try fit(&unbroken, &trainer, recipe(rule, rate, epochs: 4, rows: 4))
    for _ in 0..<2 {
      var fresh = Trainer<Double>(problem.architecture, random: RandomStream(seed: 1))
      try fit(&apart, &fresh, recipe(rule, rate, epochs: 2, rows: 4))
    }
    #expect(try afterTwo(carrying: true) == unbroken.parameters)
    #expect(try afterTwo(carrying: false) == apart.parameters)
    #expect((unbroken.parameters == apart.parameters) == (rule.slots == 0))
  }

  @Test func stateOfAnotherRuleIsNotCarried() throws {
    let problem = Problem([4, 3])
    var trainer = Trainer<Double>(problem.architecture, random: RandomStream(seed: 1))
    var (warm, cold) = (problem.network, problem.network)
    var carrying = recipe(.momentum(0.9, nesterov: false), 0.1, epochs: 1, rows: 6)
    carrying.carriesOptimizerState = true
    try trainer.fit(
      &warm, features: problem.features, labels: problem.labels, recipe: carrying, order: .given)
    warm = problem.network
    carrying.optimizer = .adagrad(epsilon: 1e-10)
    var fresh = Trainer<Double>(problem.architecture, random: RandomStream(seed: 1))
    try trainer.fit(
      &warm, features: problem.features, labels: problem.labels, recipe: carrying, order: .given)
    try fresh.fit(
      &cold, features: problem.features, labels: problem.labels, recipe: carrying, order: .given)
    #expect(warm == cold)
  }

  @Test func clippingBoundsTheStep() throws {
    let problem = Problem([4, 5, 3])
    let gradient = try problem.step().gradient
    func norm(_ x: [Double]) -> Double { x.reduce(0) { $0 + $1 * $1 }.squareRoot() }
    for share in [0.01, 0.5, 0.999] {
      let clipped = try step(problem, clipNorm: share * norm(gradient))
      #expect(abs(norm(clipped) - share * norm(gradient)) < 1e-12)
      #expect(disagreement(clipped, gradient.map { $0 * share }) < 1e-12)
    }
    #expect(try step(problem, clipNorm: 1.001 * norm(gradient)) == gradient)

    // The norm is that of the trained layers alone.
    let last = problem.architecture.weights(layer: 1), bias = problem.architecture.biases(layer: 1)
    let part = norm(Array(gradient[last]) + Array(gradient[bias]))
    let clipped = try step(problem, clipNorm: part / 2, trainable: [1])
    #expect(abs(norm(clipped) - part / 2) < 1e-12)
  }

  private func step(_ problem: Problem, clipNorm: Double, trainable: Set<Int>? = nil) throws
    -> [Double]
  {
    var network = problem.network
    var recipe = Recipe.oneStep(problem.labels.count)
    recipe.clipNorm = clipNorm
    var objective = Objective<Double>()
    objective.trainable = trainable
    var trainer = Trainer<Double>(network.architecture, random: RandomStream(seed: 1))
    try trainer.fit(
      &network, features: problem.features, labels: problem.labels, recipe: recipe,
      objective: objective, order: .given)
    return zip(problem.network.parameters, network.parameters).map { $0 - $1 }
  }

  /// Training the last layer alone is training a linear model on the hidden activations, state and decay
  /// included; the frozen layer keeps its bits.
  @Test(arguments: rules.indices) func frozenRanges(_ index: Int) throws {
    let (rule, rate) = Self.rules[index]
    let problem = Problem([4, 5, 3])
    var (network, objective) = (problem.network, Objective<Double>())
    objective.trainable = [1]
    var recipe = recipe(rule, rate, epochs: 3, rows: 4)
    recipe.weightDecay = 0.1
    var trainer = Trainer<Double>(network.architecture, random: RandomStream(seed: 1))
    try trainer.fit(
      &network, features: problem.features, labels: problem.labels, recipe: recipe,
      objective: objective, order: .given)

    let all = problem.architecture
    let first = Architecture(widths: [4, 5])
    let reference = ReferenceObjective(architecture: first)
    let theta = problem.network.parameters
    let hidden = (0..<6).flatMap { i in
      reference.outputs(
        Array(theta[all.weights(layer: 0)] + theta[all.biases(layer: 0)]),
        Array(problem.features.row(i))
      ).map { max($0, 0) }
    }
    func last(_ theta: [Double]) -> [Double] {
      Array(theta[all.weights(layer: 1)] + theta[all.biases(layer: 1)])
    }
    var linear = Network<Double>(Architecture(widths: [5, 3]), parameters: last(theta))
    var other = Trainer<Double>(linear.architecture, random: RandomStream(seed: 1))
    try other.fit(
      &linear, features: Matrix(rows: 6, columns: 5, hidden), labels: problem.labels,
      recipe: recipe, order: .given)
    #expect(disagreement(last(network.parameters), linear.parameters) < 1e-12)
    for range in [all.weights(layer: 0), all.biases(layer: 0)] {
      #expect(network.parameters[range] == theta[range])
    }
  }
}
