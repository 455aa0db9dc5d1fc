import Foundation
import Numerics
import Testing

@testable import Training

/// Learning rates against their closed forms, and fits against single steps with the rates put in by hand.
@Suite struct LearningRateScheduleTests {
  private func rates(_ schedule: LearningRateSchedule, _ total: Int) -> [Double] {
    (0..<total).map { schedule.factor(at: $0, of: total) }
  }

  private func check(_ schedule: LearningRateSchedule, _ expected: [Double]) {
    let rates = rates(schedule, expected.count)
    let error = zip(rates, expected).map { abs($0 - $1) }.max() ?? 0
    #expect(error < 1e-14, "\(rates)")
  }

  @Test func byHand() {
    let root = 0.5.squareRoot()
    check(.constant, [1, 1, 1])
    check(LearningRateSchedule(.linear), [1, 0.75, 0.5, 0.25])
    check(LearningRateSchedule(.linear, floor: 0.2), [1, 0.8, 0.6, 0.4])
    check(LearningRateSchedule(.cosine), [1, 0.5 + root / 2, 0.5, 0.5 - root / 2])
    let drops = LearningRateSchedule.Decay.step(gamma: 0.1, drops: 2)
    check(LearningRateSchedule(drops), [1, 1, 1, 0.1, 0.1, 0.1, 0.01, 0.01, 0.01])
    let drop = LearningRateSchedule.Decay.step(gamma: 0.5, drops: 1)
    check(LearningRateSchedule(drop, floor: 0.5), [1, 1, 0.75, 0.75])
    check(LearningRateSchedule(.inverseRoot), [1, root, 3.0.squareRoot() / 3, 0.5])
    // Two steps of warm-up of eight, and six of decay.
    let sixths: [Double] = [3, 6, 6, 5, 4, 3, 2, 1]
    check(LearningRateSchedule(.linear, warmUp: 0.25), sixths.map { $0 / 6 })
    let thirds: [Double] = [1, 2, 3, 3, 3, 3]
    check(LearningRateSchedule(.constant, warmUp: 0.5), thirds.map { $0 / 3 })
    let roots = [5.0, 6, 7, 8].map { (4 / $0).squareRoot() }
    check(LearningRateSchedule(.inverseRoot, warmUp: 0.5), [0.25, 0.5, 0.75, 1] + roots)
  }

  static let shapes: [LearningRateSchedule.Decay] = [
    .constant, .linear, .cosine, .step(gamma: 0.3, drops: 4), .inverseRoot,
  ]

  /// Rises, then never rises again, between the floor and one; begins again after T steps.
  @Test(arguments: shapes, [0, 0.1, 0.6, 0.99]) func isInItsRange(
    _ shape: LearningRateSchedule.Decay, _ warmUp: Double
  ) {
    for total in [1, 2, 7, 100] {
      let schedule = LearningRateSchedule(shape, warmUp: warmUp, floor: 0.05)
      let rates = rates(schedule, total)
      let first = Int((warmUp * Double(total)).rounded())
      #expect(rates.allSatisfy { $0 > 0 && $0 <= 1 })
      #expect(rates[first...].allSatisfy { $0 >= 0.05 })
      #expect(zip(rates[..<first], rates[..<first].dropFirst()).allSatisfy(<))
      #expect(zip(rates[first...], rates[first...].dropFirst()).allSatisfy(>=))
      #expect((0..<total).allSatisfy { schedule.factor(at: total + $0, of: total) == rates[$0] })
    }
  }

  static let rules: [Optimizer] = [
    .sgd, .momentum(0.9, nesterov: true), .adam(beta1: 0.9, beta2: 0.99, epsilon: 1e-8),
    .adamW(beta1: 0.9, beta2: 0.99, epsilon: 1e-8), .adagrad(epsilon: 1e-10),
  ]

  /// A fit is its steps, each with the rate of its own, proximal pulls and weight decay included.
  @Test(arguments: rules) func ofAFit(_ rule: Optimizer) throws {
    let problem = Problem([4, 5, 3], rows: 6)
    let ones = [Double](repeating: 1, count: 43)
    var objective = Objective<Double>()
    objective.penalties = [
      QuadraticPenalty(weight: 0.5, importance: ones, anchor: ones, step: .proximal)
    ]
    func trained(_ recipes: [Recipe]) throws -> Network<Double> {
      var network = problem.network
      var trainer = Trainer<Double>(problem.architecture, random: RandomStream(seed: 5))
      for recipe in recipes {
        try trainer.fit(
          &network, features: problem.features, labels: problem.labels, recipe: recipe,
          objective: objective, order: .given)
      }
      return network
    }
    var recipe = Recipe(
      optimizer: rule, learningRate: 0.2, weightDecay: 0.01, batch: 6, epochs: 5,
      carriesOptimizerState: true)
    // (1 + cos πt/5)/2 of the rate.
    let steps = (0..<5).map { t in
      var step = recipe
      step.epochs = 1
      step.learningRate = 0.2 * ((1 + cos(Double.pi * Double(t) / 5)) / 2)
      return step
    }
    let constant = try trained([recipe])
    recipe.schedule = LearningRateSchedule(.cosine)
    let scheduled = try trained([recipe])
    #expect(disagreement(scheduled.parameters, try trained(steps).parameters) < 1e-14)
    #expect(disagreement(scheduled.parameters, constant.parameters) > 1e-3)
  }
}
