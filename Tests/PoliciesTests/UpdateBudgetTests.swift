import Core
import Numerics
import Policies
import Testing
import Training

@Suite struct UpdateBudgetTests {
  /// The steps at which an always-willing trigger updates; each update takes what `price` says of its number.
  func fired(
    _ settings: SettingValues, steps: Int = 10, total: Int? = nil,
    price: (Int) -> Spending = { _ in Spending(flops: 100, seconds: 1, money: 2) }
  ) throws -> [Int] {
    var trigger = try AlwaysTrigger.entry.guarded.make(settings, OneDetector())
    var (spent, last, made) = (Spending(flops: 0, seconds: 0, money: 0), price(0), 0)
    return try (0..<steps).filter { step in
      let decision = try trigger.decide(
        Observation(
          step: step, outcomes: [], newRows: 1, historyRows: 1, updates: made, modelAge: 0,
          spending: spent, lastUpdate: last,
          run: RunFacts(steps: total ?? steps, random: RandomStream(seed: 0))))
      guard decision.fires else { return false }
      made += 1
      last = price(made)
      spent = spent + last
      trigger.updated(UpdateReport(step: step, action: "test", usage: Usage()))
      return true
    }
  }

  /// 350 FLOP hold three updates of 100, $5 two of $2; what fits exactly is made.
  @Test func unpacedItIsSpentAtOnce() throws {
    #expect(try fired(["budget-flop": .number(350)]) == [0, 1, 2])
    #expect(try fired(["budget-flop": .number(300)]) == [0, 1, 2])
    #expect(try fired(["budget-money": .number(5)]) == [0, 1])
    #expect(try fired(["budget-updates": .integer(4)]) == [0, 1, 2, 3])
    // Of several, the first that is used up holds.
    #expect(try fired(["budget-updates": .integer(4), "budget-money": .number(3)]) == [0])
  }

  /// Three updates over ten steps: the k-th when 3 (t + 1) / 10 ≥ k.
  @Test func evenPacingGoesWithTime() throws {
    let even: SettingValues = ["pacing": .text("even")]
    #expect(try fired(even.overridden(by: ["budget-updates": .integer(3)])) == [3, 6, 9])
    #expect(try fired(even.overridden(by: ["budget-flop": .number(300)])) == [3, 6, 9])
    #expect(try fired(even.overridden(by: ["budget-money": .number(4)])) == [4, 9])
    // As many updates as steps is no budget.
    #expect(try fired(even.overridden(by: ["budget-updates": .integer(10)])) == Array(0..<10))
    // Without an end, nothing is ever due.
    #expect(try fired(even.overridden(by: ["budget-updates": .integer(3)]), total: 0).isEmpty)
  }

  /// The next is taken to cost what the last did: after one of 300 there is no room for another, after one of 201
  /// there is for two of 100.
  @Test func theNextIsExpectedToCostWhatTheLastDid() throws {
    let budget: SettingValues = ["budget-flop": .number(500)]
    #expect(try fired(budget) { Spending(flops: $0 == 1 ? 300 : 100) } == [0])
    #expect(try fired(budget) { Spending(flops: $0 == 1 ? 201 : 100) } == [0, 1, 2])
    #expect(try fired(budget) { Spending(flops: $0 == 0 ? 501 : 1) }.isEmpty)
  }

  /// No schedule under a budget ever spends more than it, up to the surprise of the last update, and under even
  /// pacing never more than its share.
  @Test func allowancesHold() throws {
    for seed in 0..<50 {
      var random = RandomStream(seed: UInt64(seed))
      let budget = random.uniform() * 2000
      let prices = (0...40).map { _ in Int(random.uniform() * 100) + 1 }
      for isEven in [false, true] {
        let steps = try fired(
          ["budget-flop": .number(budget), "pacing": .text(isEven ? "even" : "none")], steps: 40
        ) { Spending(flops: prices[$0]) }
        for (k, step) in steps.enumerated() {
          let before = prices[..<(k + 1)].dropFirst().reduce(0, +)
          let share = isEven ? Double(step + 1) / 40 : 1
          #expect(Double(before + prices[k]) <= budget * share + 1e-9)
        }
      }
    }
  }

  @Test func theGuardSaysHowItStands() throws {
    var trigger = try AlwaysTrigger.entry.guarded.make(
      ["budget-money": .number(8), "pacing": .text("even")], OneDetector())
    func decide(_ money: Double?) throws -> Decision {
      try trigger.decide(
        Observation(
          step: 4, outcomes: [], newRows: 1, historyRows: 1, updates: 1, modelAge: 0,
          spending: Spending(money: 3), lastUpdate: Spending(money: money),
          run: RunFacts(steps: 10, random: RandomStream(seed: 0))))
    }
    #expect(
      try decide(1.5).guards == [.init("budget-money", value: 4.5, limit: 4, holds: true)])
    #expect(try decide(1).guards == [.init("budget-money", value: 4, limit: 4, holds: false)])
    // What nobody can tell does not fit.
    #expect(try decide(nil).heldBy == "budget-money")
  }

  @Test func whatCannotBeKeptIsRefusedBeforehand() throws {
    let money = try AlwaysTrigger.entry.guarded.make(["budget-money": .number(8)], OneDetector())
    let error = #expect(throws: SettingError.self) { try money.check(RunConditions()) }
    #expect(error?.name == "budget-money" && error?.problem.contains("prices") == true)
    let paced = try AlwaysTrigger.entry.guarded.make(
      ["budget-updates": .integer(8), "pacing": .text("even")], OneDetector())
    #expect(
      #expect(throws: SettingError.self) { try paced.check(RunConditions()) }?.name == "pacing")
  }
}
