public import Core

/// Runs the jobs of a scenario, several at once; results come back in the order of the jobs and do not
/// depend on how many ran at once.
public enum JobPool {
  /// Runs all jobs.
  ///
  /// - Parameters:
  ///   - workers: most jobs at once, at least 1.
  ///   - progress: called after each job with how many have finished, always from the same task.
  /// - Throws: the first error of a job; jobs not yet started are dropped.
  public static func run(
    _ scenario: Scenario, workers: Int, progress: (Int) -> Void = { _ in }
  ) async throws -> [RunResult] {
    let jobs = scenario.jobs
    var results = [RunResult?](repeating: nil, count: jobs.count)
    try await withThrowingTaskGroup(of: (Int, RunResult).self) { group in
      var next = 0
      func start() {
        guard next < jobs.count else { return }
        let (index, job) = (next, jobs[next])
        group.addTask { (index, try run(scenario, job)) }
        next += 1
      }
      for _ in 0..<max(workers, 1) { start() }
      var finished = 0
      while let (index, result) = try await group.next() {
        results[index] = result
        finished += 1
        progress(finished)
        start()
      }
    }
    return results.compactMap { $0 }
  }

  /// Runs one job and times it.
  static func run(_ scenario: Scenario, _ job: Job) throws -> RunResult {
    let clock = ContinuousClock()
    let start = clock.now
    let log = try Simulator(scenario, job).run()
    let seconds = (clock.now - start) / .seconds(1)
    return RunResult(
      strategy: job.strategy.label, trigger: job.trigger?.label ?? Control.trigger, seed: job.seed,
      log: log, wallSeconds: seconds)
  }
}
