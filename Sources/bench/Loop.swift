import Catalog
import Core
import Simulation

/// What watching costs: the same scenario with nothing beside the strategy, and with all that can be put around
/// it, run in turn with one seed. `relative` is the time of a step ÷ that of a step with nothing on.
///
/// Preparing the job is not timed, and the model is hardly examined: both runs would share that.
enum Loop {
  /// What a scenario may have beside its strategy, and a detector that never gets its way.
  private static let additions = [
    ("validation", "validation: batches"),
    ("diagnosis", "diagnosis: {window: 500}"),
    ("prices", "hardware: {name: cpu-core, grid: us}\nprices: default"),
    ("gate", "gate: {name: holdout, share: 0.05, burden: live}"),
    ("rollout", "rollout: {name: canary, steps: 5, too-few: promote}"),
    ("records", "decisions: all"),
    (
      "detector",
      "triggers: [{name: any, of: [\(every), {name: detector, min-new-rows: 1000000000}]}]"
    ),
  ]

  private static let every = "{name: every, steps: \(stepsPerUpdate)}"

  /// A stream, and the model that learns it.
  private struct Stream {
    let name: String
    let steps: Int
    let strategy: String
    let text: String
  }

  private static let stepsPerUpdate = 20

  private static let streams = [
    Stream(
      name: "narrow (sea) 3-32-2 on new rows", steps: 500, strategy: "incremental",
      text: """
        stream: {generator: {name: sea, noise: 0.1}, rows: 50000, batch: 100}
        model: {hidden: [32]}
        training: {learning-rate: 0.05, batch: 32}
        """),
    Stream(
      name: "usual (hyperplane) 10-64-64-2 on all history", steps: 1000, strategy: "full-retrain",
      text: """
        stream: {generator: {name: hyperplane, features: 10}, rows: 100000, batch: 100}
        model: {hidden: [64, 64]}
        training: {learning-rate: 0.05, batch: 32, epochs: 3}
        """),
    Stream(
      name: "wide (784 columns) 784-256-256-10 on new rows", steps: 100, strategy: "incremental",
      text: """
        stream:
          generator: {name: gaussian-mixture, features: 784, classes: 10, separation: 12.7}
          rows: 10000
          batch: 100
        model: {hidden: [256, 256]}
        training: {learning-rate: 0.05, batch: 64}
        """),
  ]

  static func measure(runs: Int) throws -> [Measurement] {
    func all(but name: String) -> String {
      additions.filter { $0.0 != name }.map(\.1).joined(separator: "\n")
    }
    let sums = [("all but diagnosis", all(but: "diagnosis")), ("everything", all(but: ""))]
    return try streams.flatMap { stream in
      let cases = try ([("nothing", "")] + additions + sums).map { name, text in
        (name, try scenario(stream, with: text))
      }
      var seconds = cases.map { _ in [Double]() }
      for run in -1..<runs {
        for (i, (_, scenario)) in cases.enumerated() {
          let own = try self.seconds(scenario)
          if run >= 0 { seconds[i].append(own) }
        }
      }
      let measured = cases.indices.map { i in
        Measurement(
          workload: "loop", name: "\(stream.name) \(cases[i].0)", seconds: seconds[i],
          amount: Double(stream.steps), unit: "step",
          relative: i == 0 ? nil : zip(seconds[i], seconds[0]).map { $0 / $1 })
      }
      return measured + description(stream, cases.map(\.0), seconds)
    }
  }

  /// What one description of a drift takes, of which there is one an update, with what looking at rows takes in the
  /// steps before it.
  private static func description(
    _ stream: Stream, _ names: [String], _ seconds: [[Double]]
  ) -> [Measurement] {
    guard let i = names.firstIndex(of: "diagnosis") else { return [] }
    return [
      Measurement(
        workload: "loop", name: "\(stream.name) a description",
        seconds: zip(seconds[i], seconds[0]).map { max(0, $0 - $1) },
        amount: Double(stream.steps / stepsPerUpdate), unit: "description")
    ]
  }

  private static func scenario(_ stream: Stream, with additions: String) throws -> Scenario {
    try Catalog.standard.scenario(
      text: """
        name: loop
        \(stream.text)
        warm-up: {rows: 2000}
        strategies: [\(stream.strategy)]
        \(additions.contains("triggers:") ? "" : "triggers: [\(every)]")
        evaluate: {every: 100000, holdout: 1}
        \(additions)
        """, file: "loop")
  }

  private static func seconds(_ scenario: Scenario) throws -> Double {
    let simulator = try Simulator(scenario, scenario.jobs[0])
    let start = ContinuousClock.now
    _ = try simulator.run()
    return (ContinuousClock.now - start) / .seconds(1)
  }
}
