import Core
import Simulation

/// How long a comparison would take, from running one seed of each pair of strategy and trigger for a
/// while.
struct Forecast {
  /// Seconds after which no further pair is tried.
  static let patience = 10.0

  private let scenario: Scenario
  private let tried: Int
  private let secondsPerRun: Double

  /// Tries the pairs in order.
  init(_ scenario: Scenario) throws {
    self.scenario = scenario
    let clock = ContinuousClock()
    let start = clock.now
    var (tried, elapsed) = (0, 0.0)
    for job in scenario.jobs where job.seed == scenario.seeds.first && elapsed < Forecast.patience {
      _ = try Simulator(scenario, job).run()
      tried += 1
      elapsed = (clock.now - start) / .seconds(1)
    }
    self.tried = tried
    secondsPerRun = elapsed / Double(max(tried, 1))
  }

  /// `smoke: 10 runs, about 0.4 s on 2 workers (from 5 trial runs)`
  func text(workers: Int) -> String {
    let runs = scenario.jobs.count
    let seconds = secondsPerRun * Double(runs) / Double(min(workers, max(runs, 1)))
    return "\(scenario.name): \(runs) runs, about \(Progress.clock(seconds)) on \(workers) workers "
      + "(from \(tried) trial runs)"
  }
}
