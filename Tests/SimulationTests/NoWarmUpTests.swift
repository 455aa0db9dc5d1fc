import Core
import Numerics
import Strategies
import Testing
import Training

@testable import Simulation

/// Runs without a warm-up: the first update finds random weights.
@Suite struct NoWarmUpTests {
  static var plan: Plan {
    var plan = SimulatorRunTests.plan
    (plan.warmUp, plan.scaling) = (0, .none)
    return plan
  }

  @Test(arguments: SimulatorRunTests.strategies.indices)
  func everyStrategyStartsFromNothing(_ index: Int) throws {
    let log = try Self.plan.log(SimulatorRunTests.strategies[index], firingAt: [1, 4, 7])
    #expect(log.outcome == .completed && log.steps.count == 10)
    #expect(!log.ledger.contains { $0.component == .warmUp && $0.amount > 0 })
  }

  /// The first update of any strategy that pulls towards the past is a plain fit: there is no past.
  @Test func nothingPullsTheFirstUpdate() throws {
    var plan = Self.plan
    plan.every = 1
    let incremental = try plan.log(Incremental(), firingAt: [3])
    let strategies: [any UpdateStrategy] = [
      EWC(lambda: 10), OnlineEWC(lambda: 10), SI(strength: 10), MAS(lambda: 10), LwF(alpha: 10),
      Replay(capacity: 20, ratio: 1),
    ]
    for strategy in strategies {
      let log = try plan.log(strategy, firingAt: [3])
      #expect(log.evaluations == incremental.evaluations)
      let (two, plain) = (
        try plan.log(strategy, firingAt: [3, 6]), try plan.log(Incremental(), firingAt: [3, 6])
      )
      #expect(two.evaluations != plain.evaluations)
    }
  }

  @Test func givenScaling() {
    let plan = ModelPlan(
      hidden: [3], activation: .relu, scaling: .given, mean: 2, deviation: 4,
      initialization: .uniform)
    let schema = Schema(features: ["a", "b"], classes: ["x", "y"])
    let first = FirstModel(
      plan, for: schema, warmUp: Examples(width: 2), root: RandomStream(seed: 1))
    #expect(first.network.scaling == InputScaling(mean: [2, 2], scale: [0.25, 0.25]))
    #expect(first.architecture.initialization == .uniform)
  }
}
