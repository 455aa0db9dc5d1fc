import Core
import Simulation

/// How long a search would take, from a few trainings of each strategy on the first stream.
struct TuningForecast {
  private let plan: TuningPlan
  private let seconds: Double

  /// Trains the models of a quarter, a half and three quarters of the stream.
  init(_ plan: TuningPlan) async throws {
    self.plan = plan
    let place = plan.tuning[0]
    let stream = try StalenessStream(plan.scenario, seed: place.seed, stretch: place.stretch)
    let steps = Set((1...3).map { $0 * stream.steps / 4 }).sorted()
    let start = ContinuousClock.now
    for strategy in plan.strategies {
      _ = try await FreshFits.train(stream, strategy, steps: steps)
    }
    let each = (ContinuousClock.now - start) / .seconds(1) / Double(steps.count)
    seconds = each * Double(plan.trainings) / Double(plan.strategies.count)
  }

  /// `tuning: 1000 settings, 3 streams to tune on and 3 to test on, 4050 trainings, about 12 s on 2 workers`
  func text(workers: Int) -> String {
    "\(plan.scenario.name): \(plan.options.trials) settings, \(plan.tuning.count) streams to tune on and "
      + "\(plan.test.count) to test on, \(plan.trainings) trainings, about "
      + "\(Progress.clock(seconds / Double(workers))) on \(workers) workers"
  }
}
