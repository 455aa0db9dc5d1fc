import Core
import Numerics
import Policies
import Simulation
import Testing

@testable import Catalog

/// Paths of updates that build on one another, against real simulations of the same schedules.
@Suite struct WarmPathsTests {
  /// Fires at given steps.
  private struct AtSteps: Trigger {
    let steps: Set<Int>
    func decide(_ observation: Observation) -> Decision {
      Decision(fires: steps.contains(observation.step), signal: "steps")
    }
    func updated(_ report: UpdateReport) {}
    func encode(to encoder: any Encoder) {}
    mutating func restore(from decoder: any Decoder) {}
  }

  static let strategies = [
    "incremental", "{name: ewc, lambda: 0.5}", "{name: replay, capacity: 30}",
    "{name: lora, rank: 1}", "{name: si, c: 0.1}", "full-retrain", "warm-retrain",
    "{name: hybrid, full: {every: 2}}",
  ]

  private static func scenario(
    _ strategy: String, rows: Int, training: String = "", model: String = "",
    labels: String = "{delay: 1, rate: 0.7}", more: String = ""
  ) throws -> Scenario {
    try Catalog.standard.scenario(
      text: """
        name: paths
        seeds: 1
        stream:
          generator: {name: sea, noise: 0.1}
          rows: \(rows)
          batch: 10
          concepts: [{at: 0, function: 3}, {at: 30, function: 2}]
          labels: \(labels)
        model: {hidden: [3]\(model)}
        training: {learning-rate: 0.3, batch: 8, epochs: 2\(training)}
        warm-up: {rows: 20}
        strategies: [\(strategy)]
        triggers: [never]
        evaluate: {every: 1000, holdout: 2}
        \(more)
        """, file: "paths.yaml")
  }

  /// Updates serve two or three steps after they began on it.
  private static let machine = "hardware: {peak: 1000, start-up: 50}"

  private static func paths(_ scenario: Scenario, price: Double = 2) throws -> WarmPaths {
    try WarmPaths(
      StalenessStream(scenario, seed: 1), scenario.strategies[0], .errors(update: price))
  }

  private static func simulate(
    _ scenario: Scenario, _ steps: some Collection<Int>, _ strategy: StrategyPlan? = nil
  ) throws -> RunLog {
    let trigger = AtSteps(steps: Set(steps))
    return try Simulator(
      scenario,
      Job(
        strategy: strategy ?? scenario.strategies[0],
        trigger: TriggerPlan(label: "at steps") { trigger },
        seed: 1)
    ).run()
  }

  private static func errors(_ log: RunLog) -> [Int] { log.steps.map { $0.rows - $0.correct } }

  private static func updates(_ log: RunLog) -> [Int] {
    log.registry.versions.dropFirst().map(\.begun)
  }

  /// Steps drawn at random.
  private static func schedules(_ count: Int, steps: Int) -> [[Int]] {
    var random = RandomStream(seed: 5)
    return (0..<count).map { _ in (0..<steps).filter { _ in random.uniform() < 0.4 } }
  }

  @Test(arguments: strategies) func walksAreRealSimulations(_ strategy: String) throws {
    for (training, model, more) in [
      ("", "", ""), (", optimizer: adam, optimizer-state: carry", ", scaling: running", ""),
      ("", ", scaling: running", Self.machine),
    ] {
      let scenario = try Self.scenario(
        strategy, rows: 105, training: training, model: model, more: more)
      let paths = try Self.paths(scenario)
      for schedule in [Array(0..<11), []] + Self.schedules(3, steps: 11) {
        let (walk, log) = (try paths.walk(schedule), try Self.simulate(scenario, schedule))
        Self.expectSame(walk, log, "\(schedule)")
        #expect(walk.losses == walk.errors.map(Double.init))
        // What fires while an update is under way is held.
        if schedule.count == 11 && walk.outcome == .completed {
          #expect((walk.prices.count <= 6) == !more.isEmpty)
        }
        #expect(
          walk.total == Double(walk.errors.reduce(0, +) + 2 * walk.prices.count), "\(schedule)")
      }
    }
  }

  /// Until training diverges, which ends a run.
  private static func expectSame(_ walk: WarmWalk, _ log: RunLog, _ comment: Comment) {
    let errors = errors(log)
    #expect(walk.outcome == log.outcome, comment)
    #expect(Array(walk.errors.prefix(errors.count)) == errors, comment)
    guard log.outcome == .completed else { return }
    #expect(walk.errors.count == errors.count && walk.updates == updates(log), comment)
  }

  /// Each registered strategy, in each of its variants.
  @Test func everyStrategyWalks() throws {
    for more in ["", Self.machine] {
      try everyStrategyWalks(Self.scenario("incremental", rows: 70, more: more))
    }
  }

  private func everyStrategyWalks(_ scenario: Scenario) throws {
    let stream = try StalenessStream(scenario, seed: 1)
    var walked: Set<String> = []
    for variant in RegisteredVariant.all(Catalog.standard.strategies) {
      let made = try Catalog.standard.strategy(
        Component(name: variant.name, settings: variant.settings))
      let plan = StrategyPlan(label: variant.name, ignoresTriggers: false) { made }
      guard WarmPaths.refusal(made, scenario) == nil else { continue }
      do { try made.check(scenario.stream.schema) } catch { continue }
      do { try made.check(scenario.model.architecture(for: scenario.stream.schema)) } catch {
        continue
      }
      walked.insert(variant.name)
      let walk = try WarmPaths(stream, plan, .errors(update: 1)).walk([1, 2, 4])
      let log = try Self.simulate(scenario, [1, 2, 4], plan)
      Self.expectSame(walk, log, "\(variant)")
    }
    #expect(walked.count > 25, "\(walked.count)")
  }

  /// Labels that come late or never: steps without rows to train on have no update, in either.
  @Test func nothingToTrainOn() throws {
    let scenario = try Self.scenario("incremental", rows: 80, labels: "{delay: 3, rate: 0.05}")
    let (walk, log) = (
      try Self.paths(scenario).walk(Array(0..<8)), try Self.simulate(scenario, 0..<8)
    )
    #expect(walk.updates == Self.updates(log) && walk.errors == Self.errors(log))
    #expect(walk.updates.count < 5 && walk.prices.count == walk.updates.count)
  }

  @Test(arguments: ["incremental", "{name: replay, capacity: 30}"])
  func creditsAreRunsWithoutAnUpdate(_ strategy: String) async throws {
    let scenario = try Self.scenario(strategy, rows: 90)
    let (paths, schedule) = (try Self.paths(scenario), [1, 2, 5, 7, 8])
    let one = try await paths.withoutEach(of: schedule)
    let several = try await paths.withoutEach(of: schedule, workers: 3)
    #expect(one == several)
    for (step, total) in zip(schedule, one) {
      let log = try Self.simulate(scenario, schedule.filter { $0 != step })
      #expect(total == Double(Self.errors(log).reduce(0, +) + 2 * 4), "\(step)")
    }
  }

  private static func search(
    _ paths: WarmPaths, width: Int?, workers: Int = 1
  ) async throws -> PathSearch {
    try await PathSearch(problem(paths, workers: workers), width: width)
  }

  private static func problem(
    _ paths: WarmPaths, workers: Int = 1
  ) throws -> WarmStartProblem<WarmPath> {
    WarmStartProblem(
      start: paths.start, leastPrice: paths.leastPrice,
      succession: try paths.succession().map { update in
        update.map { CandidateModel(price: $0.price, lag: $0.lag, losses: $0.losses) }
      },
      serving: { ($0.firstStep, $0.losses) },
      branching: { states, step in
        try await paths.branches(of: states, at: step, workers: workers).map { branches in
          branches.map { PathBranch($0.path, cost: $0.cost) }
        }
      })
  }

  /// Every schedule there is, really simulated.
  @Test(arguments: ["incremental", "{name: ewc, lambda: 0.5}"])
  func searchIsTheBestOfAllSimulations(_ strategy: String) async throws {
    for more in ["", Self.machine] {
      try await searchesAllSimulations(try Self.scenario(strategy, rows: 60, more: more))
    }
  }

  private func searchesAllSimulations(_ scenario: Scenario) async throws {
    let paths = try Self.paths(scenario)
    var best = Double.infinity
    for set in 0..<64 {
      let log = try Self.simulate(scenario, (0..<6).filter { set >> $0 & 1 == 1 })
      let cost = Self.errors(log).reduce(0, +) + 2 * Self.updates(log).count
      best = min(best, Double(cost))
    }
    let exact = try await Self.search(paths, width: nil)
    #expect(exact.upper == best && exact.isExact)
    for width in 1...4 {
      let beam = try await Self.search(paths, width: width)
      #expect(beam.lower <= best && best <= beam.upper, "width \(width)")
      let walk = try paths.walk(beam.path.indices.filter { beam.path[$0] == 1 })
      #expect(walk.total == beam.upper, "width \(width)")
      #expect(try await Self.search(paths, width: width, workers: 3) == beam)
    }
  }

  /// A strategy that fits afresh, as paths and as a table.
  @Test func freshFitsAreTheSpecialCase() async throws {
    for more in ["", Self.machine] {
      try await areAsInATable(try Self.scenario("full-retrain", rows: 70, more: more))
    }
  }

  private func areAsInATable(_ scenario: Scenario) async throws {
    let (paths, prices) = (try Self.paths(scenario), StalenessPrices.errors(update: 2))
    let fits = try await FreshFits.train(paths.stream, scenario.strategies[0])
    var matrix = try StalenessMatrix(
      initial: fits.initialLosses(prices), layers: [try fits.candidates(prices)])
    matrix.mayOverlap = false
    for schedule in Self.schedules(5, steps: 7) {
      let walk = try paths.walk(schedule)
      let updates = walk.updates.map { ScheduledUpdate(step: $0) }
      #expect(walk.total == matrix.cost(of: updates).total)
    }
    let best = matrix.optimum().cost.total
    #expect(try await Self.search(paths, width: nil).upper == best)
    guard scenario.hardware == nil else { return }
    // The succession is the table, so that what is still to come is known, and one path is enough.
    let problem = try Self.problem(paths)
    #expect(problem.estimate(problem.start, at: 0) == best)
    #expect(try await Self.search(paths, width: 1).upper == best)
  }

  @Test func whatCannotBeWalkedIsRefused() throws {
    func refusal(_ strategy: String, more: String = "") throws -> String? {
      let scenario = try Catalog.standard.scenario(
        text: """
          name: refused
          stream: {generator: sea, rows: 40}
          strategies: [\(strategy)]
          triggers: [never]
          \(more)
          """, file: "refused.yaml")
      return WarmPaths.refusal(try scenario.strategies[0].make(), scenario)
    }
    #expect(try refusal("incremental") == nil)
    #expect(try refusal("incremental", more: "hardware: {peak: 1000}") == nil)
    let queue = "hardware: {peak: 1000}\nin-flight: {queue: 60}"
    #expect(try refusal("incremental", more: queue) != nil)
    #expect(try refusal("frozen") != nil)
    #expect(try refusal("online") != nil)
    #expect(try refusal("advisor") != nil)
    #expect(try refusal("{name: hybrid, full: {trigger: {name: every, steps: 3}}}") != nil)
    let hybrid = try Self.scenario("{name: hybrid, full: {diagnosed: true}}", rows: 40)
    #expect(throws: InputError.self) { try Self.paths(hybrid) }
  }
}
