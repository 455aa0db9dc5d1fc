import Foundation
import Numerics
import Testing

@testable import Training

/// Fits of beliefs against the sampled objective written out, and against what they become in the limit.
@Suite struct BeliefTests {
  /// Means of a problem, some variances, and a prior elsewhere.
  struct Case {
    var problem: Problem
    var belief: Belief<Double>
    let anchor: [Double], precision: [Double]

    init(
      _ widths: [Int], _ activation: Activation = .relu, _ head: Head = .softmax, rows: Int = 6
    ) {
      problem = Problem(widths, activation, head, rows: rows)
      let p = problem.network.parameters.count
      belief = Belief(
        problem.network, variance: problem.drawn(p).map { 0.01 + 0.1 * $0 * $0 })
      anchor = problem.drawn(p, scale: 0.5)
      precision = problem.drawn(p).map { 0.5 + 3 * $0 * $0 }
    }

    var rows: [[Double]] { (0..<problem.features.rows).map { Array(problem.features.row($0)) } }
    func prior(_ step: PenaltyStep = .explicit) -> Prior<Double> {
      Prior(mean: anchor, precision: precision, step: step)
    }

    /// A fit of all rows in order; the noise starts where the argument stands, and moves it.
    func fit(
      _ belief: inout Belief<Double>, _ prior: Prior<Double>?, rate: Double = 1e-3, epochs: Int = 1,
      batch: Int? = nil, _ objective: Objective<Double> = Objective(),
      trains: BeliefPart = .both, samples: Int = 1, noise: inout RandomStream
    ) throws -> (losses: [Double], usage: Usage) {
      var trainer = Trainer<Double>(problem.architecture, random: RandomStream(seed: 7))
      let losses = try trainer.fit(
        &belief, prior: prior, features: problem.features, labels: problem.labels,
        recipe: Recipe(
          learningRate: rate, batch: batch ?? problem.features.rows, epochs: epochs),
        objective: objective, trains: trains, samples: samples, order: .given, noise: &noise)
      return (losses, trainer.usage)
    }
  }

  /// ∂/∂μ and ∂/∂ln σ² of the sampled objective, at fixed noise, by differences.
  func gradients(
    _ given: Case, samples: Int = 1, weights: [Double]? = nil, rehearses: Bool = false
  ) throws {
    var given = given
    let n = Double(given.problem.features.rows)
    let reference = ReferenceObjective(
      architecture: given.problem.architecture, heads: given.belief.network.heads)
    var objective = Objective<Double>()
    objective.weights = weights
    var rows = given.rows
    var labels = rows.indices.map { reference.label(given.problem.labels, $0) }
    if rehearses {
      let rehearsal = Rehearsal(given.problem.memory(rows: 5), ratio: 0.5)
      objective.rehearsal = rehearsal
      var (memory, drawn) = (rehearsal.memory, [Int]())
      memory.draw(rehearsal.rows(for: rows.count), into: &drawn)
      labels += drawn.map { reference.label(memory.labels, $0) }
      rows += drawn.map { Array(memory.features.row($0)) }
    }
    let written = ReferenceBelief(
      reference: reference, samples: samples,
      weights: weights.map { $0 + rows.indices.dropFirst($0.count).map { _ in 1 } })
    let start = RandomStream(seed: 31)
    let value = { (theta: [Double]) -> Double in
      let p = theta.count / 2
      let (mean, variance) = (Array(theta[..<p]), theta[p...].map { exp($0) })
      return written.loss(mean, variance, rows, labels, start)
        + ReferenceBelief.divergence(mean, variance, from: given.anchor, given.precision) / n
    }
    let theta = given.belief.network.parameters + given.belief.variance.map { log($0) }
    var (fitted, noise, rate) = (given.belief, start, 1e-3)
    let losses = try given.fit(
      &fitted, given.prior(), rate: rate, objective, samples: samples, noise: &noise
    ).losses
    #expect(abs(losses[0] - value(theta)) < 1e-12)
    let mean = zip(given.belief.network.parameters, fitted.network.parameters).map {
      ($0 - $1) / rate
    }
    // u = ln σ² / √(2n), so that ln σ² moves by 2n times the rate.
    rate *= 2 * n
    let logs = zip(given.belief.variance, fitted.variance).map { (log($0) - log($1)) / rate }
    #expect(disagreement(mean + logs, numericalGradient(at: theta, value)) < 1e-6)
  }

  @Test(arguments: [[4, 3], [4, 5, 3], [4, 5, 4, 3]], Activation.allCases)
  func classes(_ widths: [Int], _ activation: Activation) throws {
    try gradients(Case(widths, activation))
  }

  @Test(arguments: [1, 2, 3]) func values(_ samples: Int) throws {
    try gradients(Case([4, 5, 2], .tanh, .regression), samples: samples)
  }

  @Test func weightedRowsAndRehearsedOnes() throws {
    try gradients(Case([4, 5, 3]), samples: 2, weights: [2, 0.5, 1, 0, 3, 1], rehearses: true)
    var given = Case([4, 6, 5], .tanh)
    given.belief.network.heads = HeadsTests.heads
    try gradients(given)
  }

  /// The prior adds KL/n to the loss, and nothing else; at the prior itself that is 0.
  @Test(arguments: PenaltyStep.allCases, BeliefPart.allCases)
  func divergence(_ step: PenaltyStep, _ part: BeliefPart) throws {
    let given = Case([4, 5, 3])
    func loss(_ prior: Prior<Double>?) throws -> Double {
      var (belief, noise) = (given.belief, RandomStream(seed: 3))
      return try given.fit(&belief, prior, trains: part, noise: &noise).losses[0]
    }
    let expected = ReferenceBelief.divergence(
      given.belief.network.parameters, given.belief.variance, from: given.anchor, given.precision)
    #expect(expected > 1)
    #expect(abs(try loss(given.prior(step)) - loss(nil) - expected / 6) < 1e-12)
    #expect(abs(try loss(Prior(given.belief)) - loss(nil)) < 1e-13)
  }

  /// The sum of logarithms, kept from step to step, is that of the variances there are, though steps are long
  /// enough to be held back.
  @Test func divergenceKeepsUp() throws {
    let given = Case([4, 5, 3])
    var (whole, noise) = (given.belief, RandomStream(seed: 3))
    let losses = try given.fit(
      &whole, given.prior(.proximal), rate: 2, epochs: 6, noise: &noise
    ).losses
    var (part, other) = (given.belief, RandomStream(seed: 3))
    for i in 0..<6 {
      let before = part.variance
      let loss = try given.fit(&part, given.prior(.proximal), rate: 2, noise: &other).losses[0]
      #expect(abs(loss - losses[i]) < 1e-7)
      let factors = zip(part.variance, before).map { abs(log($0 / $1)) }
      #expect((factors.max() ?? 0) < 1 + 1e-8 && (i > 0 || (factors.max() ?? 0) > 1 - 1e-8))
    }
    #expect(disagreement(part.variance, whole.variance) < 1e-12 && other == noise)
  }

  /// Certain of everything and without a prior, the means are a network: bit for bit, with any optimizer.
  @Test(arguments: [
    Optimizer.sgd, .adam(beta1: 0.9, beta2: 0.999, epsilon: 1e-8),
    .momentum(0.9, nesterov: true),
  ])
  func withoutNoiseItIsANetwork(_ optimizer: Optimizer) throws {
    for (head, activation, isAttacked) in [
      (Head.softmax, Activation.relu, false), (.regression, .tanh, false), (.softmax, .tanh, true),
    ] {
      let problem = Problem([4, 5, 3], activation, head, rows: 11)
      let recipe = Recipe(
        optimizer: optimizer, learningRate: 0.1, weightDecay: 0.01, clipNorm: 0.8, batch: 4,
        epochs: 3)
      var (network, belief) = (problem.network, Belief(problem.network, deviation: 0))
      var plain = Trainer<Double>(problem.architecture, random: RandomStream(seed: 2))
      var trainer = Trainer<Double>(problem.architecture, random: RandomStream(seed: 2))
      if isAttacked {
        plain.adversary = Adversary(epsilon: 0.3, steps: 2)
        trainer.adversary = plain.adversary
      }
      var noise = RandomStream(seed: 4)
      let expected = try plain.fit(
        &network, features: problem.features, labels: problem.labels, recipe: recipe)
      let losses = try trainer.fit(
        &belief, prior: nil, features: problem.features, labels: problem.labels, recipe: recipe,
        trains: .means, noise: &noise)
      #expect(belief.network == network && noise != RandomStream(seed: 4))
      #expect(belief.variance.allSatisfy { $0 == 0 })
      #expect(zip(losses, expected).allSatisfy { abs($0 - $1) < 1e-15 } && losses.count == 9)
    }
  }

  /// As good as certain and with a prior, the means are a network under the prior's pull: bit for bit.
  @Test(arguments: PenaltyStep.allCases) func withoutNoiseAPriorIsAPull(_ step: PenaltyStep) throws
  {
    let given = Case([4, 5, 3], .tanh)
    var (network, belief) = (given.problem.network, given.belief)
    belief.variance = belief.variance.map { _ in 1e-300 }
    var noise = RandomStream(seed: 4)
    _ = try given.fit(
      &belief, given.prior(step), rate: 0.1, epochs: 3, batch: 2, trains: .means, noise: &noise)
    var plain = Trainer<Double>(given.problem.architecture, random: RandomStream(seed: 7))
    var objective = Objective<Double>()
    objective.penalties = [
      QuadraticPenalty(
        weight: 1.0 / 6, importance: given.precision, anchor: given.anchor, step: step)
    ]
    try plain.fit(
      &network, features: given.problem.features, labels: given.problem.labels,
      recipe: Recipe(learningRate: 0.1, batch: 2, epochs: 3), objective: objective, order: .given)
    #expect(belief.network == network && network != given.problem.network)
  }

  /// Rows that count for nothing: the prior stays as it is, and any other belief becomes it.
  @Test func withoutDataTheBeliefIsThePrior() throws {
    let given = Case([4, 5, 3])
    var nothing = Objective<Double>()
    nothing.weights = given.rows.map { _ in 0 }
    var noise = RandomStream(seed: 6)
    var belief = given.belief
    _ = try given.fit(
      &belief, Prior(given.belief), rate: 1, epochs: 20, nothing, noise: &noise)
    #expect(disagreement(belief.network.parameters, given.belief.network.parameters) < 1e-12)
    #expect(disagreement(belief.variance, given.belief.variance) < 1e-12)
    _ = try given.fit(&belief, given.prior(.proximal), rate: 1, epochs: 500, nothing, noise: &noise)
    #expect(disagreement(belief.network.parameters, given.anchor) < 1e-12)
    #expect(disagreement(belief.variance, given.precision.map { 1 / $0 }) < 1e-12)
  }

  /// What is not trained stays; and noise has no say in the order of the rows.
  @Test func parts() throws {
    let given = Case([4, 5, 3])
    for part in BeliefPart.allCases {
      var (fitted, noise) = (given.belief, RandomStream(seed: 5))
      _ = try given.fit(&fitted, given.prior(), rate: 0.1, batch: 2, trains: part, noise: &noise)
      #expect((fitted.network == given.belief.network) == (part == .variances))
      #expect((fitted.variance == given.belief.variance) == (part == .means))
    }
    let problem = given.problem
    let orders = try [1, 2].map { (seed: UInt64) -> RandomStream in
      var (fitted, noise) = (given.belief, RandomStream(seed: seed))
      var trainer = Trainer<Double>(problem.architecture, random: RandomStream(seed: 9))
      try trainer.fit(
        &fitted, prior: nil, features: problem.features, labels: problem.labels,
        recipe: Recipe(batch: 2), noise: &noise)
      return trainer.random
    }
    #expect(orders[0] == orders[1])
  }

  /// 4-5-3: twice the products of a plain step, 2·70 forward and 2·100 backward, and 6·8 for the noise a row;
  /// means cost an optimizer's 2 and a pull of 6, variances 2 and 8, for each of 43 and three steps.
  @Test func costs() throws {
    let given = Case([4, 5, 3])
    func used(_ part: BeliefPart, _ step: PenaltyStep = .proximal, samples: Int = 1) throws -> Usage
    {
      var (belief, noise) = (given.belief, RandomStream(seed: 5))
      return try given.fit(
        &belief, given.prior(step), batch: 2, trains: part, samples: samples, noise: &noise
      ).usage
    }
    let both = try used(.both)
    #expect((both.forward, both.backward) == (6 * 188, 6 * 200))
    #expect((both.optimizer, both.penalty) == (3 * 86 * 2, 3 * 43 * 14))
    #expect((both.steps, both.rowsTrained) == (3, 6))
    #expect(try used(.both, .explicit).penalty == 3 * 43 * 12)
    // The way down is still taken; the means' own gradients, 70, are not.
    let spread = try used(.variances)
    #expect((spread.forward, spread.backward) == (6 * 188, 6 * 130))
    #expect((spread.optimizer, spread.penalty) == (3 * 86, 3 * 43 * 8))
    let twice = try used(.both, samples: 2)
    #expect((twice.forward, twice.backward) == (2 * both.forward, 2 * both.backward))
    #expect((twice.rowsTrained, twice.penalty) == (6, both.penalty))
  }

  @Test func stopsAtAnAllowance() throws {
    let problem = Problem([4, 5, 3], rows: 10)
    var (belief, noise) = (Belief(problem.network, deviation: 0.1), RandomStream(seed: 5))
    var trainer = Trainer<Double>(problem.architecture, random: RandomStream(seed: 7))
    trainer.allowance = .rows(14)
    let losses = try trainer.fit(
      &belief, prior: nil, features: problem.features, labels: problem.labels,
      recipe: Recipe(batch: 4), samples: 3, noise: &noise)
    #expect(losses.count == 4 && trainer.usage.rowsTrained == 14)
  }

  @Test(arguments: [Double.nan, .infinity, 1e200]) func rowsThatAreNoNumbers(_ x: Double) throws {
    let given = Case([4, 5, 3])
    var problem = given.problem
    problem.features[2, 1] = x
    var (belief, noise) = (given.belief, RandomStream(seed: 5))
    var trainer = Trainer<Double>(problem.architecture, random: RandomStream(seed: 7))
    #expect(throws: TrainingError.diverged) {
      try trainer.fit(
        &belief, prior: given.prior(), features: problem.features, labels: problem.labels,
        recipe: Recipe(batch: 2), noise: &noise)
    }
    #expect(belief == given.belief)
  }

  @Test func noRows() throws {
    var given = Case([4, 5, 3])
    given.problem.features = Matrix(columns: 4)
    given.problem.labels = []
    var (belief, noise) = (given.belief, RandomStream(seed: 5))
    let (losses, usage) = try given.fit(&belief, given.prior(), batch: 2, noise: &noise)
    #expect(losses.isEmpty && usage == Usage() && belief == given.belief)
  }
}
