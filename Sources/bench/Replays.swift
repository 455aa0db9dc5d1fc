import Catalog
import Core
import Simulation

/// What a thousand trigger settings cost on a staleness matrix of 200 steps, against its trainings alone.
///
/// `relative` is a multiple of the trainings' time in the same run: the matrix with its scoring, then the replays, then
/// both together, which is to be under 1.2; and of `afresh`, the time that simulating all settings one by one would
/// take (measured on a sample of them) as a multiple of both together.
enum Replays {
  private static let steps = 200
  private static let settings = 1000
  private static let sample = 20

  private static let cases = [
    (
      "sea, 3-32-2", "{name: sea, noise: 0.1}", "{at: 0, function: 3}, {at: 10000, function: 2}",
      "[32]"
    ),
    (
      "hyperplane, 10-64-64-2", "{name: hyperplane, features: 10}",
      "{at: 0, draw: 1}, {at: 10000, draw: 2}", "[64, 64]"
    ),
  ]

  static func measure(runs: Int) async throws -> [Measurement] {
    var result: [Measurement] = []
    for (name, generator, concepts, hidden) in cases {
      let scenario = try scenario(generator, concepts, hidden)
      let stream = try StalenessStream(scenario, seed: 1)
      var times = (
        trainings: [Double](), matrix: [Double](), replays: [Double](), afresh: [Double]()
      )
      for _ in 0..<runs {
        times.trainings.append(
          try await seconds { try await FreshFits.trainOnly(stream, scenario.strategies[0]) })
        var fits: FreshFits?
        times.matrix.append(
          try await seconds { fits = try await FreshFits.train(stream, scenario.strategies[0]) })
        guard let fits else { continue }
        times.replays.append(
          try time {
            var replay = Replay(fits)
            for plan in scenario.triggers { _ = try replay.run(plan.make()) }
          })
        times.afresh.append(
          try time {
            for i in stride(from: 0, to: settings, by: settings / sample) {
              _ = try Simulator(scenario, scenario.jobs[i]).run()
            }
          } * Double(settings / sample))
      }
      let both = zip(times.matrix, times.replays).map(+)
      func row(_ what: String, _ seconds: [Double], _ base: [Double]) -> Measurement {
        Measurement(
          workload: "replays", name: "\(name): \(what)", seconds: seconds, amount: 1, unit: "run",
          relative: zip(seconds, base).map(/))
      }
      result += [
        row("\(steps) trainings", times.trainings, times.trainings),
        row("matrix with scoring", times.matrix, times.trainings),
        row("\(settings) replays", times.replays, times.trainings),
        row("matrix and replays", both, times.trainings),
        row("each afresh (estimated)", times.afresh, both),
      ]
    }
    return result
  }

  /// Kinds of triggers by turns, each with many settings.
  private static var triggers: [String] {
    (0..<settings).map { i in
      let j = i / 5
      return switch i % 5 {
      case 0: "{name: every, steps: \(j + 1)}"
      case 1: "{name: volume, rows: \(100 * (j + 1))}"
      case 2: "{name: below, threshold: \(0.6 + 0.0015 * Double(j)), window: 300}"
      case 3: "{name: avoidable-errors, expected: 0.85, count: \(5 * (j + 1))}"
      default: "{name: drop, by: \(0.01 * Double(j + 1)), window: 10, cooldown: 2}"
      }
    }
  }

  private static func scenario(
    _ generator: String, _ concepts: String, _ hidden: String
  ) throws -> Scenario {
    try Catalog.standard.scenario(
      text: """
        name: replays
        seeds: 1
        stream:
          generator: \(generator)
          rows: \(100 * steps)
          batch: 100
          concepts: [\(concepts)]
          labels: {delay: 2}
        model: {hidden: \(hidden)}
        training: {learning-rate: 0.05, batch: 32, epochs: 3}
        warm-up: {rows: 2000}
        strategies: [full-retrain]
        triggers: [\(triggers.joined(separator: ", "))]
        evaluate: {every: 100000, holdout: 1}
        """, file: "replays")
  }

  private static func seconds(_ body: () async throws -> Void) async rethrows -> Double {
    let clock = ContinuousClock()
    let start = clock.now
    try await body()
    return (clock.now - start) / .seconds(1)
  }
}
