public import Core

/// Runs the jobs of a scenario, several at once; results come back in the order of the jobs and do not
/// depend on how many ran at once.
public enum JobPool {
  /// Runs all jobs of a comparison of strategies.
  ///
  /// - Parameters:
  ///   - workers: most jobs at once, at least 1.
  ///   - progress: called after each job with how many have finished, always from the same task.
  /// - Throws: the first error of a job; jobs not yet started are dropped.
  public static func run(
    _ scenario: Scenario, workers: Int, progress: (Int) -> Void = { _ in }
  ) async throws -> [RunResult] {
    try await results(of: scenario.jobs, workers: workers, progress: progress) {
      try run(scenario, $0)
    }
  }

  /// Runs all jobs of a comparison of detectors, each a stream and a seed with all detectors on it.
  ///
  /// - Parameters:
  ///   - workers: most jobs at once, at least 1.
  ///   - progress: called after each job with how many runs have finished, always from the same task.
  /// - Returns: the runs in the order stream, detector, seed.
  /// - Throws: the first error of a job; jobs not yet started are dropped.
  public static func run(
    _ scenario: DetectionScenario, workers: Int, progress: (Int) -> Void = { _ in }
  ) async throws -> [DetectionResult] {
    let jobs = scenario.streams.flatMap { stream in scenario.seeds.map { (stream, $0) } }
    let detectors = scenario.detectors.count
    let found = try await results(
      of: jobs, workers: workers, progress: { progress($0 * detectors) }
    ) { try DetectionRun(scenario, $0.0, seed: $0.1).run() }
    return scenario.streams.indices.flatMap { stream in
      (0..<detectors).flatMap { detector in
        scenario.seeds.indices.map { found[stream * scenario.seeds.count + $0][detector] }
      }
    }
  }

  /// What `run` makes of each job, in the order of the jobs.
  private static func results<Job: Sendable, Result: Sendable>(
    of jobs: [Job], workers: Int, progress: (Int) -> Void,
    run: @escaping @Sendable (Job) throws -> Result
  ) async throws -> [Result] {
    var results = [Result?](repeating: nil, count: jobs.count)
    try await withThrowingTaskGroup(of: (Int, Result).self) { group in
      var next = 0
      func start() {
        guard next < jobs.count else { return }
        let (index, job) = (next, jobs[next])
        group.addTask { (index, try run(job)) }
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
