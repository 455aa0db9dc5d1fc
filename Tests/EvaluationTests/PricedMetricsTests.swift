import Core
import Testing

@testable import Evaluation

@Suite struct PricedMetricsTests {
  private func log(_ entries: [LedgerEntry]) -> RunLog {
    var log = makeLog()
    for entry in entries { log.record(entry) }
    return log
  }

  private func value(_ metric: String, _ log: RunLog, _ model: (any CostModel)?) -> Double? {
    let scores = RunScores(log, window: 2, costModel: model)
    return Metric.all.first { $0.name == metric }.flatMap { $0.value(scores) }
  }

  private static let entries = [
    LedgerPricingTests.entry(.warmUp, .forward, 100e6),
    LedgerPricingTests.entry(.evaluation, .forward, 200e6),
    LedgerPricingTests.entry(.training, .forward, 3e6),
    LedgerPricingTests.entry(.training, .updates, 1),
    LedgerPricingTests.entry(.search, .candidates, 4e6),
    LedgerPricingTests.entry(.serving, .forward, 8e6),
    LedgerPricingTests.entry(.labels, .labels, 16),
  ]

  /// 3 s and 2 s to start, 4 s of search, 8 s of serving; 17 s are 17e-6 kWh and 17 mg. A second costs 1, a
  /// label 2. The warm-up and the evaluation are apart.
  @Test func byHand() {
    let (log, pricing) = (log(Self.entries), LedgerPricingTests.pricing())
    #expect(value("training-seconds", log, pricing) == 9)
    #expect(close(value("energy-kwh", log, pricing), 17e-6))
    #expect(close(value("carbon-g", log, pricing), 17e-3))
    #expect(close(value("money", log, pricing), 49))
    #expect(value("money-training", log, pricing) == 5 && value("money-search", log, pricing) == 4)
    #expect(value("money-serving", log, pricing) == 8 && value("money-labels", log, pricing) == 32)
    // Nothing was spent on what has a price: that is 0, not unknown.
    #expect(value("money-review", log, pricing) == 0)
  }

  @Test func componentsAddUp() {
    let (log, pricing) = (log(Self.entries), LedgerPricingTests.pricing())
    let parts = Metric.priced.filter { $0.name.hasPrefix("money-") }
    #expect(parts.count == LedgerComponent.allCases.count - 2)
    let sum = parts.reduce(0) { $0 + (value($1.name, log, pricing) ?? 0) }
    #expect(close(value("money", log, pricing), sum))
  }

  @Test func undefinedWithoutMachineOrPrices() {
    let log = log(Self.entries)
    let machineOnly = LedgerPricing(
      hardware: LedgerPricingTests.machine, prices: nil, stepSeconds: 60)
    #expect(value("training-seconds", log, machineOnly) == 9)
    #expect(value("money", log, machineOnly) == nil)
    #expect(value("money-labels", log, machineOnly) == nil)
    let nowhere = LedgerPricingTests.pricing(on: nil)
    #expect(value("training-seconds", log, nowhere) == nil && value("money", log, nowhere) == nil)
    #expect(value("money-labels", log, nowhere) == 32)
    for metric in Metric.priced { #expect(value(metric.name, log, nil) == nil) }
  }

  /// Without a cost model the tables have no such columns; with one they come last.
  @Test func columns() {
    let run = RunResult(
      strategy: "a", trigger: "t", seed: 1, log: log(Self.entries), wallSeconds: 0)
    let priced = Metric.priced.map(\.column)
    let without = ResultTables([run], window: 2).perRun.columns
    #expect(Set(without).isDisjoint(with: priced))
    let with = ResultTables([run], window: 2, costModel: LedgerPricingTests.pricing()).perRun
    #expect(with.columns == without + priced)
    let only = ResultTables(
      [run], window: 2, costModel: LedgerPricingTests.pricing(), onlyPriced: true)
    #expect(Array(only.perRun.columns.dropFirst(5)) == priced)
    #expect(only.perRun.rows[0].dropFirst(5) == with.rows[0].suffix(priced.count))
  }

  @Test func theLedgerHasCosts() {
    let run = RunResult(
      strategy: "a", trigger: "t", seed: 1, log: log([Self.entries[2], Self.entries[6]]),
      wallSeconds: 0)
    let ledger = ResultTables([run], window: 2, costModel: LedgerPricingTests.pricing()).ledger
    #expect(Array(ledger.columns.suffix(4)) == ["seconds", "kwh", "gco2e", "money"])
    #expect(ledger.rows[0].suffix(4).first == .number(3) && ledger.rows[0].last == .number(3))
    #expect(ledger.rows[1].suffix(4) == [.number(nil), .number(nil), .number(nil), .number(32)])
  }
}
