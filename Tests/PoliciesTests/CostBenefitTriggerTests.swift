import Core
import Foundation
import Numerics
import Policies
import Testing
import Training

/// Errors cost what their cell says; nothing else costs anything.
private struct CellPrices: CostModel {
  let cells: [String: Double]

  func cost(of entry: LedgerEntry) -> Cost {
    var cost = Cost()
    if entry.component == .errors { cost.money = .known(cells[entry.quantity, default: 0]) }
    return cost
  }

  func hasPrice(of component: LedgerComponent) -> Bool { component == .errors }
}

@Suite struct CostBenefitTriggerTests {
  private func make(_ settings: SettingValues) throws -> any Trigger {
    try CostBenefitTrigger.entry.make(settings, OneDetector())
  }

  // MARK: Delay

  /// Rows that arrive, and how long the k-th update takes if it begins at a step; the first is the warm-up's.
  private struct World {
    var arrivals: [Int]
    var seconds: (_ update: Int, _ step: Int, _ newRows: Int) -> Double
    var asked: Set<Int> = []
  }

  /// The steps of the updates, and the value at each step.
  private func run(_ world: World, tolerated: Double) throws -> (updates: [Int], delays: [Double]) {
    var trigger = try make(["in": .text("delay"), "delay-per-second": .number(tolerated)])
    var (newRows, history, last) = (0, 500, world.seconds(0, -1, 500))
    var (updates, delays): ([Int], [Double]) = ([], [])
    for (step, rows) in world.arrivals.enumerated() {
      newRows += rows
      history += rows
      let decision = try trigger.decide(
        Observation(
          step: step, outcomes: [], newRows: newRows, historyRows: history, updates: updates.count,
          modelAge: 0, lastUpdate: Spending(seconds: last),
          run: RunFacts(steps: 0, random: RandomStream(seed: 0), stepSeconds: 10)))
      delays.append(try #require(decision.value))
      #expect(decision.threshold == tolerated * last)
      #expect(decision.forecast == .init(benefit: delays[step] / tolerated, cost: last, unit: "s"))
      guard decision.fires || world.asked.contains(step) else { continue }
      updates.append(step)
      last = world.seconds(updates.count, step, newRows)
      newRows = 0
      trigger.updated(UpdateReport(step: step, action: "test", usage: Usage()))
    }
    return (updates, delays)
  }

  /// Row by row, each with the step of its arrival.
  private func plainly(_ world: World, tolerated: Double) -> (updates: [Int], delays: [Double]) {
    var (rows, last): ([Int], Double) = ([], world.seconds(0, -1, 500))
    var (updates, delays): ([Int], [Double]) = ([], [])
    for (step, count) in world.arrivals.enumerated() {
      rows += Array(repeating: step, count: count)
      let delay = rows.reduce(0.0) { $0 + 10 * Double(step - $1) }
      delays.append(delay)
      guard !rows.isEmpty && delay >= tolerated * last || world.asked.contains(step) else {
        continue
      }
      updates.append(step)
      last = world.seconds(updates.count, step, rows.count)
      rows = []
    }
    return (updates, delays)
  }

  /// 3 rows at step 0, 1 at step 2; 10 s a step: 0, 30, 60, 100. 100 s are tolerated for each of one second.
  @Test func waitingByHand() throws {
    let world = World(arrivals: [3, 0, 1, 0, 0, 2, 0, 0], seconds: { _, _, _ in 1 })
    let seen = try run(world, tolerated: 100)
    #expect(seen.updates == [3])
    #expect(seen.delays == [0, 30, 60, 100, 0, 0, 20, 40])
  }

  /// An update that something else asked for leaves nothing of what waited before.
  @Test func itBeginsAgainAtEveryUpdate() throws {
    let world = World(
      arrivals: [3, 0, 1, 0, 0, 2, 0, 0], seconds: { _, _, _ in 1 }, asked: [2])
    #expect(try run(world, tolerated: 100).delays == [0, 30, 60, 0, 0, 0, 20, 40])
  }

  /// An update that took rows at step 1 and is accepted at step 3 leaves what came since: 5 rows of step 2.
  @Test func whatCameWhileAnUpdateRanStillWaits() throws {
    var trigger = try make(["in": .text("delay")])
    var history = 0
    for (step, rows) in [2, 0, 5, 0, 0].enumerated() {
      history += rows
      let decision = try trigger.decide(
        Observation(
          step: step, outcomes: [], newRows: step < 4 ? history : 5, historyRows: history,
          updates: 0, modelAge: 0, lastUpdate: Spending(seconds: 1)))
      #expect(decision.value == [0, 120, 240, 660, 600][step])
      if step == 3 { trigger.updated(UpdateReport(step: 1, action: "test", usage: Usage())) }
    }
  }

  private func arrivals(_ random: inout RandomStream) -> [Int] {
    (0..<60).map { _ in random.bernoulli(0.4) ? 0 : Int(exp2(random.uniform() * 6)) }
  }

  @Test func itIsWhatRowsWouldCount() throws {
    for seed in 0..<100 {
      var random = RandomStream(seed: UInt64(seed))
      let durations = (0...60).map { _ in random.uniform() * 3 }
      let world = World(
        arrivals: arrivals(&random), seconds: { k, _, _ in durations[k] },
        asked: Set((0..<4).map { _ in Int(random.uniform() * 60) }))
      let tolerated = exp2(4 + random.uniform() * 8)
      let (seen, wanted) = (
        try run(world, tolerated: tolerated), plainly(world, tolerated: tolerated)
      )
      #expect(seen.updates == wanted.updates && seen.delays == wanted.delays, "seed \(seed)")
    }
  }

  /// The k-th update never comes earlier if more is tolerated: for any sequence of durations, and for those that
  /// grow with all rows so far.
  @Test(arguments: [false, true])
  func toleranceNeverAddsUpdates(growsWithHistory: Bool) throws {
    var (total, fewer) = (0, 0)
    for seed in 0..<250 {
      var random = RandomStream(seed: UInt64(seed))
      let arrivals = arrivals(&random)
      let durations = (0...60).map { _ in exp2(random.uniform() * 8 - 4) }
      let history = arrivals.indices.map { arrivals[...$0].reduce(0, +) }
      let world = World(arrivals: arrivals) { k, step, _ in
        growsWithHistory
          ? durations[0] + durations[1] / 20 * Double(step < 0 ? 0 : history[step]) : durations[k]
      }
      var last: [Int]?
      for tolerated in (0..<5).map({ _ in exp2(2 + random.uniform() * 10) }).sorted() {
        let updates = try run(world, tolerated: tolerated).updates
        if let last {
          #expect(updates.count <= last.count, "seed \(seed)")
          #expect(zip(updates, last).allSatisfy(>=), "seed \(seed)")
          fewer += updates.count < last.count ? 1 : 0
        }
        last = updates
        total += updates.count
      }
    }
    #expect(total > 2000 && fewer > 300, "a test of something")
  }

  /// Found by search: training on new rows alone, 2 + rows / 2 seconds, half as much tolerance again adds an update.
  @Test func durationsOfNewRowsCanAddUpdates() throws {
    let world = World(arrivals: [1, 2, 200, 200, 0, 200, 200]) { k, _, rows in
      k == 0 ? 1 : 2 + Double(rows) / 2
    }
    #expect(try run(world, tolerated: 10).updates == [1, 3])
    #expect(try run(world, tolerated: 15).updates == [2, 4, 6])
  }

  // MARK: Money

  private let prices = RunFacts(
    steps: 0, random: RandomStream(seed: 0), costModel: CellPrices(cells: ["a→b": 3, "b→a": 5]),
    classes: ["a", "b"])

  /// A step of four labels, some of them predicted wrong, two rows served for each.
  private func step(_ index: Int, a: Int = 0, b: Int = 0, price: Double? = nil) -> Observation {
    let outcomes = (0..<4).map { i in
      Outcome(label: i < a ? 0 : 1, prediction: i < a + b ? (i < a ? 1 : 0) : 1, loss: 0)
    }
    return Observation(
      step: index, outcomes: outcomes, newRows: 4, historyRows: 4, updates: 0, modelAge: 0,
      inputs: Matrix(rows: 8, columns: 1, Array(repeating: Float(0), count: 8)),
      lastUpdate: Spending(money: price), run: prices)
  }

  /// Windows of four labels: the first costs 3, the later ones 3 + 5, 0, 10: an excess of 5/4, nothing, 7/4 a row.
  /// 10 steps of 8 rows at that would cost 100, 0, 140.
  @Test func savingsByHand() throws {
    var trigger = try make([
      "window": .integer(4), "horizon": .integer(10), "margin": .number(0), "price": .number(100),
    ])
    let seen = try [(1, 0), (1, 1), (0, 0), (0, 2)].enumerated().map {
      try trigger.decide(step($0, a: $1.0, b: $1.1))
    }
    #expect(seen.map(\.value) == [0, 100, 0, 140])
    #expect(seen.map(\.fires) == [false, false, false, true])
    #expect(seen[3].forecast == .init(benefit: 140, cost: 100, unit: "money"))
    // After an update the first window is the new level, unless the one before was lower: 3 against 5.
    trigger.updated(update)
    #expect(try trigger.decide(step(4, b: 1)).value == (5 - 3) / 4 * 80)
    // Of the last two models only: after the next, 5 against 8.
    trigger.updated(update)
    #expect(try trigger.decide(step(5, a: 1, b: 1)).value == (8 - 5) / 4 * 80)
  }

  /// The last update's price, where none is given; unknown, it holds.
  @Test func thePriceIsTheLastUpdates() throws {
    var trigger = try make(["window": .integer(4), "horizon": .integer(1), "margin": .number(0)])
    _ = try trigger.decide(step(0))
    // 5/4 a row, 8 rows.
    #expect(try trigger.decide(step(1, b: 1, price: 9.9)).fires)
    #expect(try !trigger.decide(step(2, b: 1, price: 10)).fires)
    #expect(try !trigger.decide(step(3, b: 1)).fires)
  }

  /// One error of 5 in four rows: mean 1.25, squared error of it (3 · 1.25² + 3.75²) / 16 = 1.171875; the first
  /// window has none.
  @Test func theMarginIsOfStandardErrors() throws {
    var trigger = try make([
      "window": .integer(4), "horizon": .integer(1), "margin": .number(1), "price": .number(1),
    ])
    _ = try trigger.decide(step(0))
    let value = try #require(try trigger.decide(step(1, b: 1)).value)
    #expect(abs(value - 8 * (1.25 - 1.171875.squareRoot())) < 1e-12)
  }

  @Test func whatIsUnknownIsRefusedBeforehand() throws {
    let known = RunConditions(facts: prices, hasHardware: true)
    let (money, delay) = (try make([:]), try make(["in": .text("delay")]))
    // Errors have a price, updates none, unless it is given.
    #expect(throws: SettingError.self) { try money.check(known) }
    try make(["price": .number(1)]).check(known)
    try delay.check(known)
    #expect(throws: SettingError.self) { try delay.check(RunConditions(facts: prices)) }
    for settings in [
      ["in": .text("delay"), "price": .number(1)], ["delay-per-second": .number(1)],
    ]
      as [SettingValues]
    {
      #expect(throws: SettingError.self) { try make(settings) }
    }
  }
}
