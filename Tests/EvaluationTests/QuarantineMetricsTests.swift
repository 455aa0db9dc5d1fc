import Core
import Testing

@testable import Evaluation

@Suite struct QuarantineMetricsTests {
  private static func log(
    _ records: (action: QuarantineRecord.Action, rows: Int, corrupted: Int)...
  ) -> RunLog {
    var log = makeLog()
    for (step, record) in records.enumerated() {
      log.record(
        QuarantineRecord(
          step: step, arrival: step, action: record.action, rows: record.rows,
          corrupted: record.corrupted,
          failures: [RowCheck("range", column: "x1", value: 0.25, threshold: 0.05)]))
    }
    return log
  }

  /// Broken rows given to training: 3 at once and 4 released; clean rows kept out: 6 + 5 − 5.
  @Test func byHand() {
    let log = Self.log(
      (.accepted, 10, 3), (.quarantined, 10, 4), (.quarantined, 9, 4), (.released, 9, 4))
    #expect(value("corrupted-rows-trained", log) == 7)
    #expect(value("clean-rows-quarantined", log) == 6)
    for metric in Metric.quarantine { #expect(value(metric.name, log, control: .majority) == nil) }
  }

  @Test func whereNothingIsBrokenNothingIsMissed() {
    #expect(value("corrupted-rows-trained", makeLog()) == nil)
    #expect(value("clean-rows-quarantined", makeLog()) == nil)
    let clean = Self.log((.quarantined, 10, 0))
    #expect(value("corrupted-rows-trained", clean) == nil)
    #expect(value("clean-rows-quarantined", clean) == 10)
  }

  @Test func table() {
    let result = RunResult(
      strategy: "s", trigger: "t", seed: 3, log: Self.log((.quarantined, 10, 4)), wallSeconds: 1)
    let table = ResultTables([result], window: 10).quarantine
    #expect(
      table.columns == [
        "strategy", "trigger", "seed", "step", "arrival", "action", "rows", "corrupted", "reasons",
      ])
    #expect(
      table.rows == [
        [
          .text("s"), .text("t"), .integer(3), .integer(0), .integer(0), .text("quarantined"),
          .integer(10), .integer(4), .text("range of x1 0.25 > 0.05"),
        ]
      ])
  }
}
