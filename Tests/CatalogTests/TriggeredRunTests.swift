import Catalog
import Core
import Simulation
import Testing

/// Budgets, reviews, costs and preparation from the scenario to the run. Twenty steps of 50 rows; an update every
/// two steps on 100 rows in batches of 10.
@Suite struct TriggeredRunTests {
  /// FLOP of an update of a 3-4-2 network: 2 (12 + 8) forward, as many for the weights' gradient, 2 · 8 for the
  /// hidden layer's, a row; 2 for each of 26 parameters a step.
  private static let flops = 100 * (40 + 40 + 16) + 10 * 2 * 26
  /// At 10⁴ FLOP a second and one unit of money a second.
  private static let money = Double(flops) / 1e4

  private static func log(
    _ trigger: String, drift: Bool = false, prices: String = "{compute: {price: 1, per: second}}",
    rows: Int = 1000
  ) throws -> RunLog {
    let concepts = drift ? "[{at: 0, function: 1}, {at: \(rows / 2), function: 4}]" : "[]"
    let text = """
      name: triggered
      stream:
        generator: {name: sea, noise: 0.1}
        rows: \(rows)
        batch: 50
        \(drift ? "concepts: \(concepts)" : "")
      model: {hidden: [4]}
      training: {epochs: 1, batch: 10, learning-rate: 0.1}
      warm-up: {rows: 100}
      evaluate: {holdout: 20}
      strategies: [incremental]
      triggers: [\(trigger)]
      hardware: {peak: 10000, utilization: 1, start-up: 0, watts: 1}
      step-seconds: 60
      prices: \(prices)
      """
    let scenario = try Catalog.standard.scenario(text: text, file: "triggered.yaml")
    return try Simulator(scenario, #require(scenario.jobs.first)).run()
  }

  private static func begun(_ log: RunLog) -> [Int] {
    log.registry.versions.dropFirst().map(\.begun)
  }

  private static func held(_ log: RunLog) -> [Int: String] {
    Dictionary(
      uniqueKeysWithValues: log.decisions.compactMap { record in
        record.decision.heldBy.map { (record.step, $0) }
      })
  }

  @Test(arguments: [
    ("budget-flop: \(3.5 * Double(flops))", [1, 3, 5]),
    ("budget-flop: \(3 * flops)", [1, 3, 5]),
    ("budget-money: \(3.5 * money)", [1, 3, 5]),
    ("budget-updates: 2", [1, 3]),
    // At the end of step t of 20, 5 (t + 1) / 20 may have been made.
    ("budget-updates: 5, pacing: even", [3, 7, 11, 15, 19]),
    // The first takes twice as much as the warm-up did; then 2 + 2 fit into 5 (t + 1) / 20, and 8 + 6 never do.
    ("budget-money: \(5 * money), pacing: even", [3, 15]),
  ])
  func budgets(_ budget: String, steps: [Int]) throws {
    let log = try Self.log("{name: every, steps: 2, \(budget)}")
    #expect(Self.begun(log) == steps)
    let name = budget.prefix { $0 != ":" }
    let others = stride(from: 1, to: 20, by: 2).filter { !steps.contains($0) }
    #expect(Self.held(log) == Dictionary(uniqueKeysWithValues: others.map { ($0, String(name)) }))
    #expect(log.registry.versions[1].flops == Self.flops * (steps[0] + 1) / 2)
  }

  /// Ten minutes are ten steps: the update begins with the rows of then, and what a person does is written down.
  @Test func reviews() throws {
    let log = try Self.log("{name: review, of: {name: every, steps: 2}, minutes: 10}")
    #expect(Self.begun(log) == [11])
    #expect(log.registry.versions[1].rows == 600)
    #expect(log.registry.versions[1].latency.review == 600)
    #expect(log.decisions[1].result == .waiting)
    #expect(log.decisions[1].decision.review == .init(minutes: 10, rejectRate: 0))
    #expect(Self.held(log)[3] == "in-flight" && log.decisions[3].known.pending == 1)
    let work = log.ledger.filter { $0.component == .review }
    #expect(work.map(\.amount) == [10] && work.map(\.step) == [11])
  }

  @Test func reviewsThatEndInANo() throws {
    let log = try Self.log(
      "{name: review, of: {name: every, steps: 2}, minutes: 2, reject-rate: 1}")
    #expect(Self.begun(log).isEmpty)
    // Asked at 1, refused at 3; asked at 5, …
    let work = log.ledger.filter { $0.component == .review }
    #expect(work.map(\.step) == [3, 7, 11, 15, 19])
  }

  @Test func moreToleratedDelayNeverAddsUpdates() throws {
    let counts = try [1e3, 3e3, 1e4, 3e4, 1e5, 3e5, 1e6].map { delay in
      Self.begun(try Self.log("{name: cost-benefit, in: delay, delay-per-second: \(delay)}")).count
    }
    #expect(zip(counts, counts.dropFirst()).allSatisfy { $0 >= $1 }, "\(counts)")
    #expect(Set(counts).count > 2 && counts.last == 0)
  }

  @Test func costsAgainstBenefits() throws {
    func updates(_ price: Double) throws -> [Int] {
      let trigger = "{name: cost-benefit, window: 50, margin: 0, horizon: 10, price: \(price)}"
      return Self.begun(
        try Self.log(
          trigger, drift: true, prices: "{compute: {price: 1, per: second}, error: 1}", rows: 4000))
    }
    #expect(try updates(1e6).isEmpty)
    let cheap = try updates(20)
    #expect(cheap.contains { $0 >= 40 })
  }

  /// What is made ready at a warning is there when the detector alarms, and no alarm comes later for it.
  @Test func preparation() throws {
    let drift = try Self.log("{name: detector, detector: ddm}", drift: true, rows: 4000)
    let warned = try Self.log(
      "{name: detector, detector: ddm, on: warning}", drift: true, rows: 4000)
    let fired = try #require(drift.decisions.first(where: \.decision.fires)?.step)
    #expect(warned.decisions.first(where: \.decision.fires)?.step == fired)
    let prepared = try #require(Self.begun(warned).first)
    #expect(prepared < fired && Self.begun(drift).first == fired)
    #expect(warned.decisions[prepared].decision.preparation == .begin)
  }
}
