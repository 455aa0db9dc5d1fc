import Foundation
import Numerics
import Testing

@testable import Training

@Suite struct LearningRateScheduleTests {
  func factors(_ schedule: LearningRateSchedule, _ total: Int) -> [Double] {
    (0..<total).map { schedule.factor(at: $0, of: total) }
  }

  func expect(_ ours: [Double], _ wanted: [Double]) {
    #expect(ours.count == wanted.count)
    for (a, b) in zip(ours, wanted) { #expect(abs(a - b) < 1e-12, "\(ours)") }
  }

  @Test func shapesByHand() {
    expect(factors(.constant, 3), [1, 1, 1])
    expect(factors(LearningRateSchedule(.linear), 4), [1, 0.75, 0.5, 0.25])
    expect(factors(LearningRateSchedule(.linear, floor: 0.2), 4), [1, 0.8, 0.6, 0.4])
    expect(
      factors(LearningRateSchedule(.cosine), 4),
      [1, (1 + 0.5.squareRoot()) / 2, 0.5, (1 - 0.5.squareRoot()) / 2])
    // Two drops cut six steps in three.
    expect(
      factors(LearningRateSchedule(.step(gamma: 0.1, drops: 2)), 6),
      [1, 1, 0.1, 0.1, 0.01, 0.01])
    expect(
      factors(LearningRateSchedule(.inverseRoot), 4),
      [1, 0.5.squareRoot(), (1 / 3.0).squareRoot(), 0.5])
    // Half of eight steps rise; after four steps of warm-up the root of 4/(t + 1).
    expect(
      factors(LearningRateSchedule(.inverseRoot, warmUp: 0.5), 8),
      [0.25, 0.5, 0.75, 1] + [5, 6, 7, 8].map { (4.0 / $0).squareRoot() })
    expect(
      factors(LearningRateSchedule(.linear, warmUp: 0.5), 4), [0.5, 1, 1, 0.5])
  }

  @Test(arguments: [
    LearningRateSchedule.Decay.constant, .linear, .cosine, .step(gamma: 0.3, drops: 4),
    .inverseRoot,
  ])
  func staysBetweenFloorAndOneAndFalls(_ decay: LearningRateSchedule.Decay) {
    for total in [1, 2, 7, 100] {
      let all = factors(LearningRateSchedule(decay, warmUp: 0.3, floor: 0.1), total)
      #expect(all.allSatisfy { $0 > 0 && $0 <= 1 })
      let rise = Int((0.3 * Double(total)).rounded())
      #expect(zip(all[..<rise], all[..<rise].dropFirst()).allSatisfy { $0 < $1 })
      #expect(zip(all[rise...], all[rise...].dropFirst()).allSatisfy { $0 >= $1 })
      #expect(all[rise...].allSatisfy { $0 >= 0.1 })
      // Longer than planned: from the beginning again.
      let schedule = LearningRateSchedule(decay, warmUp: 0.3, floor: 0.1)
      #expect(
        schedule.factor(at: total + 1, of: total) == schedule.factor(at: 1 % total, of: total))
    }
  }

  /// A scheduled fit is one fit after another of a step each, with the rates of the schedule, bit for bit.
  @Test(arguments: [Optimizer.sgd, .momentum(0.9, nesterov: true)])
  func stepsTakeTheirRates(_ optimizer: Optimizer) throws {
    let problem = Problem([4, 5, 3], rows: 6)
    let schedule = LearningRateSchedule(.cosine, warmUp: 0.3, floor: 0.1)
    var (whole, pieces) = (problem.network, problem.network)
    var trainer = Trainer<Double>(problem.architecture, random: RandomStream(seed: 1))
    let recipe = Recipe(
      optimizer: optimizer, learningRate: 0.2, weightDecay: 0.01, batch: 6, epochs: 7,
      schedule: schedule)
    try trainer.fit(
      &whole, features: problem.features, labels: problem.labels, recipe: recipe, order: .given)
    trainer = Trainer(problem.architecture, random: RandomStream(seed: 1))
    for t in 0..<7 {
      let one = Recipe(
        optimizer: optimizer, learningRate: 0.2 * schedule.factor(at: t, of: 7), weightDecay: 0.01,
        batch: 6, carriesOptimizerState: true)
      try trainer.fit(
        &pieces, features: problem.features, labels: problem.labels, recipe: one, order: .given)
    }
    #expect(whole == pieces && whole != problem.network)
  }

  /// An implicit pull takes the step's rate too: η_t λ F in place of η λ F.
  @Test func pullsTakeTheRate() throws {
    let problem = Problem([2, 1], .relu, .regression, rows: 3)
    let p = problem.network.parameters.count
    let anchor = [Double](repeating: 1, count: p)
    var objective = Objective<Double>()
    objective.penalties = [
      QuadraticPenalty(weight: 4, importance: anchor, anchor: anchor, step: .proximal)
    ]
    var network = problem.network
    var trainer = Trainer<Double>(problem.architecture, random: RandomStream(seed: 1))
    // A warm-up over both steps: half the rate first.
    let schedule = LearningRateSchedule(.linear, warmUp: 0.99)
    let recipe = Recipe(learningRate: 0.1, batch: 3, epochs: 2, schedule: schedule)
    try trainer.fit(
      &network, features: problem.features, labels: problem.labels, recipe: recipe,
      objective: objective, order: .given)
    var expected = problem.network
    for rate in [0.05, 0.1] {
      var plain = expected
      var one = Trainer<Double>(problem.architecture, random: RandomStream(seed: 1))
      try one.fit(
        &plain, features: problem.features, labels: problem.labels,
        recipe: Recipe(learningRate: rate, batch: 3), order: .given)
      let a = rate * 4
      expected.parameters = plain.parameters.map { ($0 + a) / (1 + a) }
    }
    #expect(disagreement(network.parameters, expected.parameters) < 1e-12)
  }
}
