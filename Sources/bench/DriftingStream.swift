import Catalog
import Core
import Simulation

/// W2 of the peers' table: 200 000 rows of a hyperplane with an abrupt drift every 20 000, test-then-train on
/// every batch of 32: the whole simulator, generation, scoring and log included.
enum DriftingStream {
  static func measure(runs: Int) async throws -> [Measurement] {
    var result: [Measurement] = []
    for (name, hidden) in [("MLP 10-32-2", "[32]"), ("linear 10-2", "[]")] {
      let scenario = try scenario(hidden: hidden)
      var accuracy = 0.0
      let seconds = try (0..<runs).map { _ in
        try time { accuracy = try run(scenario) }
      }
      result.append(
        Measurement(
          workload: "W2", name: "\(name) batch 32 (accuracy \((accuracy * 1000).rounded() / 1000))",
          seconds: seconds, amount: 200_000, unit: "row"))
    }
    return result
  }

  private static func scenario(hidden: String) throws -> Scenario {
    let concepts = (0..<10).map { "{at: \($0 * 20_000), draw: \($0 + 1)}" }
    return try Catalog.standard.scenario(
      text: """
        name: w2
        stream:
          generator: {name: hyperplane, features: 10}
          rows: 200000
          batch: 32
          concepts: [\(concepts.joined(separator: ", "))]
        model: {hidden: \(hidden)}
        training: {learning-rate: 0.1, batch: 32}
        warm-up: {rows: 32}
        strategies: [incremental]
        triggers: [{name: every, steps: 1}]
        evaluate: {every: 100000, holdout: 1}
        """, file: "W2")
  }

  /// Prequential accuracy of the only job.
  private static func run(_ scenario: Scenario) throws -> Double {
    let log = try Simulator(scenario, scenario.jobs[0]).run()
    let correct = log.steps.reduce(0) { $0 + $1.correct }
    return Double(correct) / Double(log.steps.reduce(0) { $0 + $1.rows })
  }
}
