import Core
import Simulation

/// How long a comparison would take, from running one seed of each pair of strategy and trigger, or of
/// each stream that detectors watch, for a while.
struct Forecast {
  /// Seconds after which nothing further is tried.
  static let patience = 10.0

  private let name: String
  private let runs: Int
  private let tried: Int
  private let secondsPerRun: Double

  /// Tries them in order.
  init(_ experiment: Experiment) throws {
    (name, runs) = (experiment.name, experiment.runCount)
    let clock = ContinuousClock()
    let start = clock.now
    var (tried, elapsed) = (0, 0.0)
    for trial in Self.trials(of: experiment) where elapsed < Forecast.patience {
      tried += try trial()
      elapsed = (clock.now - start) / .seconds(1)
    }
    self.tried = tried
    secondsPerRun = elapsed / Double(max(tried, 1))
  }

  /// What can be tried, and how many runs each is.
  private static func trials(of experiment: Experiment) -> [() throws -> Int] {
    switch experiment {
    case .strategies(let scenario):
      scenario.jobs.filter { $0.seed == scenario.seeds.first }.map { job in
        {
          _ = try Simulator(scenario, job).run()
          return 1
        }
      }
    case .detectors(let scenario):
      scenario.streams.map { stream in
        { try DetectionRun(scenario, stream, seed: scenario.seeds.first ?? 1).run().count }
      }
    }
  }

  /// `smoke: 10 runs, about 0.4 s on 2 workers (from 5 trial runs)`
  func text(workers: Int) -> String {
    let seconds = secondsPerRun * Double(runs) / Double(min(workers, max(runs, 1)))
    return "\(name): \(runs) runs, about \(Progress.clock(seconds)) on \(workers) workers "
      + "(from \(tried) trial runs)"
  }
}
