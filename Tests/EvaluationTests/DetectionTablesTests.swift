import Core
import Testing

@testable import Evaluation

@Suite struct DetectionTablesTests {
  private static let drift = [KnownDrift(at: 500)]

  private func result(
    _ stream: String, _ detector: String, _ seed: Int, _ alarms: [Int],
    drifts: [KnownDrift]? = drift, _ outcome: DetectionResult.Outcome = .completed
  ) -> DetectionResult {
    DetectionResult(
      stream: stream, detector: detector, seed: seed, rows: 1000, drifts: drifts, alarms: alarms,
      outcome: outcome)
  }

  private func cell(_ table: Table, _ row: Int, _ column: String) throws -> Table.Cell {
    table.rows[row][try #require(table.columns.firstIndex(of: column), "\(column)")]
  }

  private func number(_ table: Table, _ row: Int, _ column: String) throws -> Double? {
    switch try cell(table, row, column) {
    case .number(let x): x
    case .integer(let n): Double(n)
    case .text: nil
    }
  }

  private func expect(
    _ table: Table, _ row: Int, _ values: [(String, Double?)],
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    for (column, value) in values {
      let found = try number(table, row, column)
      let isEqual =
        if let found, let value { abs(found - value) < 1e-9 } else { found == value }
      #expect(isEqual, "\(column): \(String(describing: found))", sourceLocation: sourceLocation)
    }
  }

  /// Two runs, window 100: one detects after 10 rows and alarms falsely twice, the other alarms falsely
  /// once. 900 rows of each are outside the window.
  private var tables: DetectionTables {
    DetectionTables(
      [
        result("s", "a", 1, [100, 510, 900]), result("s", "a", 2, [20]),
        result("s", "b", 1, [], .refused(row: 7, problem: "b cannot take 2")),
        result("s", "b", 2, [530]),
        result("t", "a", 1, [4, 5], drifts: nil), result("t", "a", 2, [], drifts: nil),
        result("u", "a", 1, [], drifts: []), result("u", "a", 2, [], drifts: []),
      ], window: 100)
  }

  @Test func ratiosAreThoseOfSumsOverRuns() throws {
    let summary = tables.summary
    #expect(summary.rows.count == 4)
    try expect(
      summary, 0,
      [
        ("seeds", 2), ("incomplete", 0), ("rows", 2000), ("alarms", 4), ("alarms_per_1000", 2),
        ("drifts", 2), ("detections", 1), ("false_alarms", 3), ("rows_outside", 1800),
        ("false_alarms_per_1000", 3 / 1.8), ("recall", 0.5), ("missed", 0.5), ("delay", 10),
        ("precision", 0.25), ("mtfa", 600), ("mtr", 30),
      ])
    // Two runs with 2/.9 and 1/.9: sd (1/.9) / √2; t_{.975, 1} = 12.7062 makes the interval reach below 0,
    // where it is cut off, and with it the time between false alarms has no upper end.
    try expect(
      summary, 0,
      [
        ("false_alarms_per_1000_sd", 1 / 0.9 / 2.0.squareRoot()), ("false_alarms_per_1000_low", 0),
        ("recall_sd", 0.5.squareRoot()), ("delay_sd", nil), ("delay_low", nil),
      ])
    let high = try #require(try number(summary, 0, "false_alarms_per_1000_high"))
    #expect(abs(high - (3 / 1.8 + 12.7062047 / 1.8)) < 1e-5)
    let least = try #require(try number(summary, 0, "mtfa_low"))
    #expect(abs(least - 1000 / high) < 1e-9)
    let most = try number(summary, 0, "mtfa_high")
    #expect(most?.isFinite != true)
  }

  @Test func aRunThatWasRefusedIsMarkedAndNotScored() throws {
    let summary = tables.summary
    try expect(
      summary, 1,
      [("seeds", 2), ("incomplete", 1), ("rows", 1000), ("recall", 1), ("delay", 30)])
    #expect(try cell(summary, 1, "problem") == .text("refused at row 7: b cannot take 2"))
    let runs = tables.perRun
    #expect(runs.rows.count == 8)
    #expect(try cell(runs, 2, "outcome") == .text("refused at row 7: b cannot take 2"))
    try expect(runs, 2, [("seed", 1), ("rows", 1000), ("alarms", nil), ("recall", nil)])
    try expect(runs, 3, [("alarms", 1), ("delay", 30)])
  }

  @Test func whereDriftsAreUnknownAlarmsAreCountedOnly() throws {
    let summary = tables.summary
    #expect(try cell(summary, 2, "drifts_at") == .text("unknown"))
    try expect(
      summary, 2,
      [
        ("alarms", 2), ("alarms_per_1000", 1), ("drifts", nil), ("false_alarms", nil),
        ("false_alarms_per_1000", nil), ("recall", nil), ("precision", nil), ("mtfa", nil),
        ("random_recall", nil),
      ])
  }

  /// Nothing in 2000 rows: a Poisson mean of 3.6889 gives nothing with probability .025.
  @Test func withoutDriftsAndAlarms() throws {
    let summary = tables.summary
    #expect(try cell(summary, 3, "drifts_at") == .text("none"))
    try expect(
      summary, 3,
      [
        ("drifts", 0), ("false_alarms", 0), ("false_alarms_per_1000", 0),
        ("false_alarms_per_1000_low", 0), ("mtfa", nil), ("recall", nil), ("precision", nil),
      ])
    let high = try #require(try number(summary, 3, "false_alarms_per_1000_high"))
    #expect(abs(high - 3.688879454 / 2) < 1e-6)
    let least = try #require(try number(summary, 3, "mtfa_low"))
    #expect(abs(least - 2000 / 3.688879454) < 1e-6)
  }

  @Test func everyAlarmHasItsVerdict() throws {
    let alarms = tables.alarms
    #expect(
      alarms.columns == ["stream", "detector", "seed", "row", "verdict", "drift_at", "delay"])
    #expect(
      alarms.rows.map { $0.dropFirst(3).map { $0 } } == [
        [.integer(100), .text("false"), .number(nil), .number(nil)],
        [.integer(510), .text("detection"), .integer(500), .integer(10)],
        [.integer(900), .text("false"), .number(nil), .number(nil)],
        [.integer(20), .text("false"), .number(nil), .number(nil)],
        [.integer(530), .text("detection"), .integer(500), .integer(30)],
        [.integer(4), .text("unknown"), .number(nil), .number(nil)],
        [.integer(5), .text("unknown"), .number(nil), .number(nil)],
      ])
  }

  /// 3 alarms of 1000 rows, a window of 100: 100 draws of controls for each run.
  @Test func controlsStandBeside() throws {
    let runs = tables.perRun
    let recall = try #require(try number(runs, 0, "random_recall"))
    let chance = 1 - 900.0 * 899 * 898 / (1000 * 999 * 998)
    #expect(abs(recall - chance) <= 4 * (chance * (1 - chance) / 100).squareRoot())
    let even = try #require(try number(runs, 0, "every_recall"))
    #expect(abs(even - 0.3) <= 4 * (0.3 * 0.7 / 100).squareRoot())
  }

  @Test func oneSeriesOfAlarmsBesideItsControls() throws {
    let windows = DetectionWindows(Self.drift, rows: 1000, window: 100)
    let table = DetectionTables.scores(of: "ddm", alarms: [100, 510, 900], in: windows)
    #expect(table.rows.map(\.first) == [.text("ddm"), .text("every"), .text("random")])
    try expect(
      table, 0,
      [
        ("alarms", 3), ("detections", 1), ("repeats", 0), ("false_alarms", 2), ("recall", 1),
        ("delay", 10), ("mtfa", 450), ("mtr", 45),
      ])
    let recall = try #require(try number(table, 1, "recall"))
    #expect(abs(recall - 0.3) <= 4 * (0.3 * 0.7 / 1000).squareRoot())
    // Means over draws: 3 alarms, each with probability .9 outside the window.
    let outside = try #require(try number(table, 2, "false_alarms"))
    #expect(abs(outside - 2.7) <= 4 * (3 * 0.09 / 1000).squareRoot())
  }
}
