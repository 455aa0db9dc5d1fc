import Catalog
import Core
import Numerics
import Policies
import Simulation
import Testing

/// Triggers that a search draws: allowed, different, the same for one seed, and never better than the best schedule.
@Suite struct TriggerSearchTests {
  /// A stream on which every trigger can decide: its drifts are known, errors and updates have prices, people complain.
  static func scenario(_ more: String) throws -> Scenario {
    try Catalog.standard.scenario(
      text: """
        name: search
        seeds: 1
        stream:
          generator: {name: sea, noise: 0.1}
          rows: 300
          batch: 10
          concepts: [{at: 0, function: 3}, {at: 110, function: 2}, {at: 210, function: 1}]
          labels: {delay: 1}
          complaints: {rate: 0.4, false-rate: 0.05, delay: 1}
        model: {hidden: [3]}
        training: {learning-rate: 0.1, batch: 16, epochs: 1}
        warm-up: {rows: 40}
        strategies: [full-retrain]
        prices: {compute: {price: 2, per: hour}, error: 0.01}
        \(more)
        """, file: "search.yaml")
  }

  static func scales(_ scenario: Scenario, _ conditions: RunConditions) -> SearchScales {
    SearchScales(
      steps: conditions.facts.steps, batch: scenario.stream.batch, scores: 0.5...0.95,
      hasClasses: true, updatePrice: 3, hasMoney: true)
  }

  /// All triggers but what a replay cannot follow.
  static let names = Catalog.standard.triggers.names.filter { $0 != "review" }

  /// In all ways: on streams where updates serve at once, and where they take some steps.
  @Test(arguments: [
    "hardware: {peak: 1e12}", "hardware: {peak: 2000, start-up: 70}\nin-flight: {queue: 40}",
  ])
  func noneOfManyBeatsTheOptimum(_ machine: String) async throws {
    let scenario = try Self.scenario(machine)
    let stream = try StalenessStream(scenario, seed: 1)
    let fits = try await FreshFits.train(stream, scenario.strategies[0])
    let catalog = Catalog.standard
    var drawn: [Component] = []
    for name in Self.names {
      let space = try #require(
        catalog.searchSpace(
          of: name, Self.scales(scenario, stream.conditions), breadth: .everything))
      // Two-sample tests of many rows take long.
      let found = catalog.draw(
        name == "input-drift" ? 8 : 30, from: space, stream.conditions,
        using: RandomStream(seed: 5).child(name))
      #expect(!found.isEmpty, "\(name)")
      drawn += found
    }
    #expect(drawn.count >= 500)
    let plans = drawn.map(catalog.triggerPlan)
    let schedules = try await fits.schedules(of: plans)
    #expect(Set(schedules).count > 150)
    for price in [0, 1, 6.0] {
      let prices = StalenessPrices.errors(update: price)
      var matrix = try StalenessMatrix(
        initial: fits.initialLosses(prices), layers: [fits.candidates(prices)])
      matrix.mayOverlap = false
      let least = matrix.optimum().cost.total
      var clairvoyant = 0
      for (plan, schedule) in zip(plans, schedules) {
        let steps = try #require(schedule)
        let cost = matrix.cost(of: steps.map { ScheduledUpdate(step: $0) }).total
        #expect(cost >= least, "\(plan.label)")
        if plan.component?.name == "clairvoyant" { clairvoyant += 1 }
      }
      #expect(clairvoyant > 5)
    }
  }

  /// What `relearn tune` searches of each trigger is allowed nearly always, and differs.
  @Test func usualDrawsAreAllowed() throws {
    let scenario = try Self.scenario("hardware: {peak: 1e12}")
    let conditions = try StalenessStream(scenario, seed: 1).conditions
    let catalog = Catalog.standard
    for name in Catalog.searchedTriggers {
      let space = try #require(catalog.searchSpace(of: name, Self.scales(scenario, conditions)))
      var random = RandomStream(seed: 2)
      let some = (0..<50).map { _ in space.draw(using: &random) }
      #expect(some.count { catalog.allows($0, conditions) } >= 45, "\(name)")
      let drawn = catalog.draw(20, from: space, conditions, using: RandomStream(seed: 2))
      #expect(drawn.count == 20 && Set(drawn).count == 20, "\(name)")
      let fewer = catalog.draw(7, from: space, conditions, using: RandomStream(seed: 2))
      #expect(Array(drawn.prefix(7)) == fewer, "\(name)")
      let grid = catalog.grid(30, of: space, conditions)
      #expect(!grid.isEmpty && grid.count <= 30, "\(name)")
    }
    #expect(catalog.searchSpace(of: "nonsense", Self.scales(scenario, conditions)) == nil)
  }

  /// Where there are no classes, what watches performance watches losses; what has no price is weighed by delay.
  @Test func rangesFitWhatThereIs() throws {
    let scales = SearchScales(
      steps: 40, batch: 10, scores: 2...9, hasClasses: false, updatePrice: 3, hasMoney: false)
    let catalog = Catalog.standard
    for (name, setting, value) in [
      ("below", "metric", "loss"), ("drop", "metric", "loss"), ("cara", "metric", "loss"),
      ("cost-benefit", "in", "delay"),
    ] {
      let space = try #require(catalog.searchSpace(of: name, scales))
      #expect(space.fixed[setting] == .text(value), "\(name)")
      #expect(!space.axes.contains { $0.name == setting })
    }
    let below = try #require(catalog.searchSpace(of: "below", scales))
    var random = RandomStream(seed: 1)
    for _ in 0..<100 {
      guard case .number(let x)? = below.draw(using: &random).settings["threshold"] else {
        Issue.record("no threshold")
        continue
      }
      #expect((2...9).contains(x))
    }
  }

  /// What is printed reads back as what was tried, value by value.
  @Test func theYAMLReadsBack() throws {
    let scenario = try Self.scenario("hardware: {peak: 1e12}")
    let conditions = try StalenessStream(scenario, seed: 1).conditions
    let catalog = Catalog.standard
    for name in Self.names {
      let space = try #require(
        catalog.searchSpace(of: name, Self.scales(scenario, conditions), breadth: .everything))
      let drawn = catalog.draw(6, from: space, conditions, using: RandomStream(seed: 9))
      let text = drawn.map { "  - \($0.yaml)" }.joined(separator: "\n")
      let again = try Self.scenario("hardware: {peak: 1e12}\ntriggers:\n\(text)")
      #expect(again.triggers.map(\.component) == drawn.map { $0 }, "\(text)")
    }
  }
}
