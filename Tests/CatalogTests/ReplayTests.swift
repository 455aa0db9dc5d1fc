import Catalog
import Core
import Policies
import Simulation
import Testing

/// A trigger replayed over the staleness matrix is the real simulation of it, bit for bit.
@Suite struct ReplayTests {
  /// A stream, and what stands between an update and its serving.
  struct Course: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let text: String
    var strategy = "full-retrain"
    /// Triggers that need something of it.
    var more: [String] = []
  }

  static let courses = [
    Course(
      testDescription: "sea, abrupt, labels two steps late, at once",
      text: """
        stream:
          generator: {name: sea, noise: 0.1}
          rows: 400
          batch: 10
          concepts: [{at: 0, function: 3}, {at: 200, function: 2}]
          labels: {delay: 2}
          complaints: {rate: 0.4, false-rate: 0.05, delay: 1}
        """, more: ["{name: complaints, rate: 0.15, window: 4}"]),
    Course(
      testDescription:
        "hyperplane, gradual, some labels late and some never, updates of some steps",
      text: """
        stream:
          generator: {name: hyperplane, features: 3}
          rows: 405
          batch: 10
          concepts: [{at: 0, draw: 1}, {at: 150, draw: 2, width: 100}]
          labels: {delay: 3, delay-law: exponential, rate: 0.6}
        hardware: {peak: 1000, start-up: 70}
        prices: {compute: {price: 2, per: hour}, error: 0.01}
        """,
      more: [
        "{name: cost-benefit, window: 30, horizon: 10}",
        "{name: cost-benefit, in: delay, delay-per-second: 5}",
        "{name: below, threshold: 0.9, window: 10, budget-money: 0.2}",
        "{name: below, threshold: 0.9, window: 10, budget-flop: 300000, pacing: even}",
        "{name: every, seconds: 400}",
      ]),
    Course(
      testDescription: "gaussian-mixture, recurring, a queue, a window",
      text: """
        stream:
          generator: {name: gaussian-mixture, features: 3, classes: 3, separation: 3}
          rows: 400
          batch: 10
          concepts: [{at: 0, draw: 1}, {at: 100, draw: 2}, {at: 200, draw: 1}, {at: 300, draw: 2}]
          labels: {delay: 1, rate: 0.8}
        hardware: {peak: 2000}
        in-flight: {queue: 90}
        """, strategy: "{name: window-retrain, window: 60}"),
  ]

  static let triggers = [
    "never", "always", "{name: every, steps: 1}", "{name: every, steps: 7}",
    "{name: random, updates: 6}", "{name: volume, rows: 45}", "{name: volume, growth: 0.3}",
    "{name: below, threshold: 0.75, window: 30}",
    "{name: below, metric: loss, threshold: 0.5, window: 20}",
    "{name: drop, by: 0.1, window: 4}", "{name: drop, metric: loss, by: 0.2, window: 5}",
    "{name: drop, quantile: 0.2, window: 6}",
    "{name: avoidable-errors, expected: 0.85, count: 6}",
    "{name: avoidable-errors, expected: 0.8, count: 4, cooldown: 3}",
    "{name: detector, detector: {name: adwin, delta: 0.5}}", "{name: detector, detector: ddm}",
    "{name: detector, detector: {name: page-hinkley, threshold: 3}}",
    "{name: input-drift, reference: 40, current: 20, level: 0.05}",
    "{name: confidence, window: 20, band: 0.02}",
    "{name: any, of: [{name: every, steps: 9}, {name: below, threshold: 0.7, window: 20}]}",
    "{name: all, of: [{name: volume, rows: 20}, {name: below, threshold: 0.8, window: 20}]}",
    "{name: then, of: [{name: below, threshold: 0.8, window: 20}, {name: volume, rows: 30}]}",
    "{name: always, max-updates: 3, min-new-rows: 25}",
    "clairvoyant", "{name: clairvoyant, at: end, lag: 3}",
    "{name: cara, fit: 10, retraining-cost: 5}",
    "{name: input-drift, on: outputs, reference: 30, current: 20, level: 0.05}",
    "{name: input-drift, on: embeddings, reference: 30, current: 20, level: 0.05}",
    "{name: below, threshold: 0.9, window: 10, budget-updates: 4, pacing: even}",
    "{name: any, of: [{name: confidence, window: 15, band: 0.05}, {name: every, steps: 11}], cooldown: 4}",
  ]

  static func scenario(_ course: Course, _ triggers: [String] = triggers) throws -> Scenario {
    try Catalog.standard.scenario(
      text: """
        name: replay
        seeds: 1
        \(course.text)
        model: {hidden: [4]}
        training: {learning-rate: 0.1, batch: 16, epochs: 1}
        warm-up: {rows: 40}
        strategies: [\(course.strategy)]
        triggers:
        \(triggers.map { "  - \($0)" }.joined(separator: "\n"))
        evaluate: {every: 1000, holdout: 2}
        """, file: "replay.yaml")
  }

  static func fits(_ scenario: Scenario, workers: Int = 1) async throws -> FreshFits {
    try await FreshFits.train(
      StalenessStream(scenario, seed: 1), scenario.strategies[0], workers: workers)
  }

  @Test(arguments: courses) func isTheRealSimulation(_ course: Course) async throws {
    let scenario = try Self.scenario(course, Self.triggers + course.more)
    let fits = try await Self.fits(scenario)
    var replay = Replay(fits)
    var updates = 0
    #expect(scenario.jobs.count >= 20)
    for job in scenario.jobs {
      let log = try Simulator(scenario, job).run()
      let trigger = try #require(job.trigger)
      let run = try replay.run(trigger.make(), recordsDecisions: true)
      let label = trigger.label
      let accepted = log.registry.versions.filter { $0.fate == .live || $0.fate == .replaced }
      #expect(run.updates == accepted.dropFirst().map(\.begun), "\(label)")
      #expect(run.decisions == log.decisions.map(\.decision), "\(label)")
      #expect(run.outcome == log.outcome)
      let errors = fits.errors(of: run)
      #expect(errors == log.steps.map { $0.rows - $0.correct }, "\(label)")
      #expect(fits.losses(of: run) == log.steps.map(\.lossSum), "\(label)")
      updates += run.updates.count
    }
    #expect(updates > 60)
  }

  /// The optimum on the matrix, simulated: an update where it says, and the errors it counts on.
  @Test(arguments: courses) func theOptimumKeepsItsWord(_ course: Course) async throws {
    let scenario = try Self.scenario(course)
    let fits = try await Self.fits(scenario)
    let prices = StalenessPrices.errors(update: 4)
    let candidates = try fits.candidates(prices)
    var matrix = try StalenessMatrix(
      initial: fits.initialLosses(prices), layers: [candidates])
    matrix.mayOverlap = false
    let optimum = matrix.optimum()
    #expect(!optimum.updates.isEmpty)
    let steps = Set(optimum.updates.map(\.step))
    let plan = TriggerPlan(label: "optimum") { GivenSteps(steps: steps) }
    let job = Job(strategy: scenario.strategies[0], trigger: plan, seed: 1)
    let log = try Simulator(scenario, job).run()
    let wrong = log.steps.reduce(0) { $0 + $1.rows - $1.correct }
    #expect(optimum.cost.total == Double(wrong + 4 * steps.count))
    var replay = Replay(fits)
    let run = try replay.run(GivenSteps(steps: steps))
    #expect(run.asked == steps.sorted())
    #expect(try fits.cost(of: run, prices).total == optimum.cost.total)
  }

  /// No trigger beats the optimum, however long updates take.
  @Test(arguments: courses) func noTriggerBeatsTheOptimum(_ course: Course) async throws {
    let scenario = try Self.scenario(course, Self.triggers + course.more)
    let fits = try await Self.fits(scenario)
    var replay = Replay(fits)
    for price in [0, 0.5, 3, 20.0] {
      let prices = StalenessPrices.errors(update: price)
      var matrix = try StalenessMatrix(
        initial: fits.initialLosses(prices), layers: [fits.candidates(prices)])
      matrix.mayOverlap = false
      let least = matrix.optimum().cost.total
      for trigger in scenario.triggers {
        let run = try replay.run(trigger.make())
        let cost = try fits.cost(of: run, prices).total
        #expect(cost >= least, "\(trigger.label)")
        let schedule = run.asked.map { ScheduledUpdate(step: $0) }
        #expect(matrix.cost(of: schedule).total == cost, "\(trigger.label)")
      }
    }
  }

  /// How many work on it does not matter.
  @Test func workersDoNotMatter() async throws {
    let scenario = try Self.scenario(Self.courses[1])
    let prices = StalenessPrices.errors(update: 1)
    let alone = try await Self.fits(scenario).candidates(prices)
    #expect(try await Self.fits(scenario, workers: 3).candidates(prices) == alone)
  }

  @Test(arguments: [
    ("gate", "gate: holdout"), ("rollout", "rollout: shadow"),
    ("validation", "validation: batches"),
    ("budget", "budget: equal-flops"), ("in-flight.when-fired", "in-flight: {when-fired: restart}"),
  ]) func refuses(_ key: String, _ line: String) throws {
    let course = Course(testDescription: "", text: Self.courses[0].text + "\n" + line)
    let scenario = try Self.scenario(course)
    let error = #expect(throws: InputError.self) { try StalenessStream(scenario, seed: 1) }
    #expect(error?.key == key)
  }

  /// What a person or a warning leads to is not known to the matrix.
  @Test(arguments: [
    "{name: review, of: {name: every, steps: 3}}",
    "{name: detector, detector: {name: ddm, min-values: 5, warning: 0.5, drift: 50}, on: warning}",
  ]) func refusesWhatItCannotFollow(_ text: String) async throws {
    let scenario = try Self.scenario(Self.courses[0], [text])
    var replay = Replay(try await Self.fits(scenario))
    let error = try #require(
      throws: InputError.self
    ) { try replay.run(scenario.triggers[0].make()) }
    #expect(error.key == "triggers")
  }

  @Test func refusesWhatBuildsOnItself() async throws {
    var course = Self.courses[0]
    course.strategy = "incremental"
    let scenario = try Self.scenario(course)
    let error = await #expect(throws: InputError.self) { try await Self.fits(scenario) }
    #expect(error?.key == "strategies")
  }
}

/// Fires at given steps.
private struct GivenSteps: Trigger, Codable {
  let steps: Set<Int>
  func decide(_ observation: Observation) -> Decision {
    Decision(fires: steps.contains(observation.step), signal: "given")
  }
}
