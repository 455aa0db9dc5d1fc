import Core
import Numerics
import Testing

@testable import Policies

@Suite struct CaraTriggerTests {
  func make(_ settings: SettingValues) throws -> any Trigger {
    try CaraTrigger.entry.make(settings, OneDetector())
  }

  /// So many wrong of ten labels, and so many rows served.
  func step(_ index: Int, wrong: Int?, rows: Int = 10) -> Observation {
    let outcomes = (0..<10).map { Outcome(label: 1, prediction: $0 < wrong ?? 0 ? 0 : 1, loss: 2) }
    return Observation(
      step: index, outcomes: wrong == nil ? [] : outcomes, newRows: 0, historyRows: 0, updates: 0,
      modelAge: 0, inputs: Matrix(rows: rows, columns: 1, Array(repeating: Float(0), count: rows)))
  }

  func decisions(_ trigger: any Trigger, _ wrong: [Int?], updating: Bool = true) throws
    -> [Decision]
  {
    var trigger = trigger
    return try wrong.enumerated().map {
      let decision = try trigger.decide(step($0, wrong: $1))
      if decision.fires && updating { trigger.updated(update) }
      return decision
    }
  }

  func fired(_ decisions: [Decision]) -> [Int] { decisions.indices.filter { decisions[$0].fires } }

  /// Ψ is rows times the share that was wrong of the labels that came last.
  @Test func stalenessByHand() throws {
    var trigger = try make(["threshold": .number(6)])
    let seen = try [(nil, 10), (3, 10), (nil, 20), (2, 30), (7, 10)].enumerated().map {
      try trigger.decide(step($0, wrong: $1.0, rows: $1.1))
    }
    #expect(seen.map(\.value) == [nil, 3, 6, 6, 7])
    #expect(fired(seen) == [4])
    var loss = try make(["threshold": .number(6), "metric": .text("loss")])
    #expect(try loss.decide(step(0, wrong: 0, rows: 10)).value == 20)
  }

  @Test func theSumBeginsAgainAtEveryUpdate() throws {
    let settings: SettingValues = ["by": .text("cumulative"), "threshold": .number(6)]
    let seen = try decisions(make(settings), [3, 3, 1, 4, 3, 9])
    #expect(seen.map(\.value) == [3, 6, 7, 4, 7, 9])
    #expect(fired(seen) == [2, 4, 5])
  }

  @Test func aPeriodFromAStep() throws {
    let settings: SettingValues = [
      "by": .text("periodic"), "start": .integer(2), "period": .integer(3),
    ]
    #expect(fired(try decisions(make(settings), Array(repeating: 0, count: 10))) == [2, 5, 8])
  }

  /// A prefix of 1 1 1 5 5 5, retraining at 3: once after step 3 makes 1 + 1 + 1 + 5 + 1 + 1 + 3 = 13; never, 18.
  @Test func aPrefixByHand() throws {
    let settings: SettingValues = ["fit": .integer(6), "retraining-cost": .number(3)]
    let wrong = [1, 1, 1, 5, 5, 5, 1, 2, 5, 1, 1]
    let seen = try decisions(make(settings), wrong)
    // Any Ψ above 1 is worth a retraining.
    #expect(fired(seen) == [7, 8] && seen[7].threshold == 1)
    // At 20, none is worth it: at the greatest staleness seen it holds.
    let dear = try decisions(make(["fit": .integer(6), "retraining-cost": .number(20)]), wrong)
    #expect(fired(dear).isEmpty && dear[8].threshold == 5)
  }

  /// The prefix is of one model: an update in it begins it again.
  @Test func anUpdateBeginsThePrefixAgain() throws {
    var trigger = try make(["fit": .integer(3), "retraining-cost": .number(100)])
    for i in 0..<2 { _ = try trigger.decide(step(i, wrong: 9)) }
    trigger.updated(update)
    for i in 2..<5 { #expect(try trigger.decide(step(i, wrong: 1)).threshold == nil || i == 4) }
    #expect(try trigger.decide(step(5, wrong: 2)).fires)
  }
}

/// Against a plain search: the staleness as a table L(u, t), every rule a list of steps.
@Suite struct CaraFitTests {
  /// What steps of retraining cost by the table; ∅ is row 0, a retraining at u row u + 1.
  func cost(_ staleness: [Double], _ retrains: [Int], price: Double) -> Double {
    let base = staleness.min() ?? 0
    let table = (-1..<staleness.count).map { u in
      staleness.map { u < 0 ? $0 : base + max(0, $0 - staleness[u]) }
    }
    let served = staleness.indices.map { t in table[(retrains.last { $0 < t } ?? -1) + 1][t] }
    return served.reduce(0, +) + price * Double(retrains.count)
  }

  /// Steps at which a bar is passed, by the same table.
  func retrains(_ staleness: [Double], bar: Double, cumulative: Bool) -> [Int] {
    let base = staleness.min() ?? 0
    var (steps, sum): ([Int], Double) = ([], 0)
    for t in staleness.indices {
      let now = steps.last.map { base + max(0, staleness[t] - staleness[$0]) } ?? staleness[t]
      sum += now
      if (cumulative ? sum : now) > bar {
        steps.append(t)
        sum = 0
      }
    }
    return steps
  }

  @Test func noOtherParameterCostsLess() {
    for seed in 0..<60 {
      var random = RandomStream(seed: UInt64(seed))
      let length = 3 + seed % 12
      let staleness = (0..<length).map { t in
        Double(Int(random.uniform() * 4)) + (t > length / 2 ? 6 : 0)
      }
      let price = Double(Int(random.uniform() * 20))
      let fit = CaraFit(staleness: staleness, price: price)
      for cumulative in [false, true] {
        let bar = cumulative ? fit.total : fit.threshold
        let found = cost(
          staleness, retrains(staleness, bar: bar, cumulative: cumulative), price: price)
        // Every bar that could matter: values and sums are whole numbers here.
        let sums = 0...Int(staleness.reduce(0, +))
        let bars = sums.map(Double.init).filter { cumulative ? $0 >= staleness[0] : true }
        let best = bars.filter { cumulative || $0 >= (staleness.min() ?? 0) }.map {
          cost(staleness, retrains(staleness, bar: $0, cumulative: cumulative), price: price)
        }.min()
        if !cumulative { #expect(found == best, "seed \(seed)") }
        #expect(found <= cost(staleness, [], price: price), "seed \(seed)")
      }
      let (start, period) = fit.period
      let found = cost(
        staleness, Array(stride(from: start, to: length, by: period)), price: price)
      for period in 1...length {
        for start in 0..<period {
          let steps = Array(stride(from: start, to: length, by: period))
          #expect(found <= cost(staleness, steps, price: price), "seed \(seed)")
        }
      }
      #expect(found <= cost(staleness, [], price: price))
    }
  }
}
