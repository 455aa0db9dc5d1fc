import Numerics
import Testing

@testable import Training

/// Implicit steps of a quadratic pull.
@Suite struct PenaltyStepTests {
  /// A pull with importances of at least 0.1.
  func penalty(
    _ problem: inout Problem, _ lambda: Double, _ step: PenaltyStep = .proximal
  ) -> QuadraticPenalty<Double> {
    let count = problem.architecture.parameterCount
    return QuadraticPenalty(
      weight: lambda, importance: problem.drawn(count).map { $0 * $0 + 0.1 },
      anchor: problem.drawn(count), step: step)
  }

  /// One step against (θ − η g + η λ F θ*) / (1 + η λ F), g by central differences.
  @Test(arguments: [0.01, 1, 1e4]) func oneStep(_ lambda: Double) throws {
    var problem = Problem([4, 5, 3], .tanh)
    let pull = penalty(&problem, lambda)
    let reference = ReferenceObjective(architecture: problem.architecture)
    let theta = problem.network.parameters
    let g = numericalGradient(at: theta) { reference.value($0, problem, Objective()) }
    var objective = Objective<Double>()
    objective.penalties = [pull]
    var network = problem.network
    var trainer = Trainer<Double>(problem.architecture, random: RandomStream(seed: 1))
    let losses = try trainer.fit(
      &network, features: problem.features, labels: problem.labels,
      recipe: Recipe(learningRate: 0.3, batch: 6), objective: objective, order: .given)
    let expected = theta.indices.map { i in
      let a = 0.3 * lambda * pull.importance[i]
      return (theta[i] - 0.3 * g[i] + a * pull.anchor[i]) / (1 + a)
    }
    #expect(disagreement(network.parameters, expected) < 1e-8)
    let value = reference.value(theta, problem, objective)
    #expect(abs(losses[0] - value) < 1e-12 * value)
    #expect(trainer.usage.penalty == 6 * theta.count)
  }

  /// Where it ends, λ F (θ − θ*) = −∇ℓ(θ): for a large λ the displacement is −∇ℓ(θ*) / (λ F), whatever the
  /// step size.
  @Test(arguments: [1e2, 1e4, 1e6]) func displacementShrinksAsOneOverLambda(_ lambda: Double) throws
  {
    var problem = Problem([4, 5, 3], .tanh)
    var pull = penalty(&problem, lambda)
    pull = QuadraticPenalty(
      weight: lambda, importance: pull.importance, anchor: problem.network.parameters,
      step: .proximal)
    let g = try problem.step().gradient
    var objective = Objective<Double>()
    objective.penalties = [pull]
    let reached = try fit(problem, objective, rate: 0.1, epochs: 100)
    for i in g.indices {
      let moved = lambda * pull.importance[i] * (reached[i] - pull.anchor[i])
      #expect(abs(moved + g[i]) < 100 / lambda + 1e-8)
    }
    #expect((g.map(abs).max() ?? 0) > 0.1)
  }

  /// The same optimum as explicit steps, where those converge.
  @Test func sameOptimumAsExplicit() throws {
    var problem = Problem([4, 3])
    var objective = Objective<Double>()
    objective.penalties = [penalty(&problem, 0.5, .explicit)]
    let explicit = try fit(problem, objective, rate: 0.3, epochs: 900)
    objective.penalties[0].step = .proximal
    let proximal = try fit(problem, objective, rate: 0.3, epochs: 900)
    #expect(disagreement(explicit, proximal) < 1e-8)
  }

  /// η λ F > 2: explicit steps diverge, implicit ones lead to the anchor.
  @Test(arguments: [1e3, 1e20, 1e300]) func stableAtAnyStrength(_ lambda: Double) throws {
    var problem = Problem([4, 5, 3], .tanh)
    var objective = Objective<Double>()
    objective.penalties = [penalty(&problem, lambda)]
    let anchor = objective.penalties[0].anchor
    let reached = try fit(problem, objective, rate: 0.1, epochs: 50)
    #expect(disagreement(reached, anchor) < 20 / min(lambda, 1e12))
    objective.penalties[0].step = .explicit
    #expect(throws: TrainingError.diverged) {
      _ = try fit(problem, objective, rate: 0.1, epochs: 400)
    }
  }

  /// No importance is no pull, bit for bit; frozen layers stay.
  @Test func whatIsNotPulledStays() throws {
    var problem = Problem([4, 5, 3], .tanh)
    let count = problem.architecture.parameterCount
    var objective = Objective<Double>()
    let plain = try fit(problem, objective, rate: 0.1, epochs: 3)
    objective.penalties = [
      QuadraticPenalty(
        weight: 5, importance: [Double](repeating: 0, count: count), anchor: problem.drawn(count),
        step: .proximal)
    ]
    #expect(try fit(problem, objective, rate: 0.1, epochs: 3) == plain)
    objective.penalties = [penalty(&problem, 100)]
    objective.trainable = [1]
    let reached = try fit(problem, objective, rate: 0.1, epochs: 3)
    let first = problem.architecture.weights(layer: 0)
    #expect(reached[first] == problem.network.parameters[first])
  }

  func fit(
    _ problem: Problem, _ objective: Objective<Double>, rate: Double, epochs: Int
  ) throws -> [Double] {
    var network = problem.network
    var trainer = Trainer<Double>(problem.architecture, random: RandomStream(seed: 1))
    try trainer.fit(
      &network, features: problem.features, labels: problem.labels,
      recipe: Recipe(learningRate: rate, batch: problem.features.rows, epochs: epochs),
      objective: objective, order: .given)
    return network.parameters
  }
}
