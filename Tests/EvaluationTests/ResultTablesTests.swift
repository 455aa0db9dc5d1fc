import Core
import Testing

@testable import Evaluation

@Suite struct ResultTablesTests {
  private func result(_ strategy: String, _ trigger: String, _ seed: Int, _ log: RunLog)
    -> RunResult
  {
    RunResult(strategy: strategy, trigger: trigger, seed: seed, log: log, wallSeconds: 0.25)
  }

  /// Two steps of ten rows with so many right; no-change has 6 and 7 right, majority 5 and 5.
  private func log(_ correct: Int...) -> RunLog {
    makeLog(
      steps: correct.enumerated().map {
        step($0, correct: $1, noChange: 6 + $0, majority: 5)
      })
  }

  /// The cells of a column, by name.
  private func column(_ name: String, of table: Table) throws -> [Table.Cell] {
    let place = try #require(table.columns.firstIndex(of: name))
    return table.rows.map { $0[place] }
  }

  /// The strategy b diverged after a step in seed 2.
  private var results: [RunResult] {
    var diverged = log(5)
    diverged.outcome = .diverged(step: 1)
    return [
      result("b", "every", 1, log(3, 4)), result("b", "every", 2, diverged),
      result("a", "every", 1, log(9, 9)), result("a", "every", 2, log(8, 8)),
      result("a", "detector", 1, log(6, 6)), result("a", "detector", 2, log(7, 6)),
    ]
  }

  @Test func summaryKeepsTheOrderOfJobsAndEndsWithControls() throws {
    let summary = ResultTables(results, window: 2).summary
    #expect(
      try column("strategy", of: summary)
        == ["b", "a", "a", "no-change", "majority"].map(Table.Cell.text))
    #expect(
      try column("trigger", of: summary)
        == ["every", "every", "detector", "–", "–"].map(Table.Cell.text))
    #expect(try column("seeds", of: summary) == Array(repeating: .integer(2), count: 5))
    #expect(try column("diverged", of: summary) == [1, 0, 0, 0, 0].map(Table.Cell.integer))
  }

  /// a under detector has mean 12.5/20, between majority's 10/20 and no-change's 13/20. The diverged run
  /// is compared on the rows it served.
  @Test func summaryMarksRowsThatLose() throws {
    let marks = try column("loses_to", of: ResultTables(results, window: 2).summary)
    #expect(marks == ["no-change majority", "", "no-change", "", ""].map(Table.Cell.text))
  }

  /// Only the table for people has durations, a quarter of a second each; controls take none.
  @Test func durationsStandInTheTimedSummaryOnly() throws {
    let tables = ResultTables(results, window: 2)
    #expect(!tables.summary.columns.contains { $0.hasPrefix("wall_seconds") })
    let timed = tables.timedSummary
    #expect(timed.columns.dropLast(4) == tables.summary.columns[...])
    #expect(
      try column("wall_seconds_mean", of: timed)
        == [0.25, 0.25, 0.25, nil, nil].map(Table.Cell.number))
  }

  /// Accuracies .9 and .8: mean .85, s = .1/√2, half interval 12.7062 · .05. Controls: no-change .65 over
  /// the longest log of each seed.
  @Test func summaryStatistics() throws {
    let summary = ResultTables(results, window: 2).summary
    func number(_ name: String, _ row: Int) throws -> Double? {
      guard case .number(let value) = try column(name, of: summary)[row] else { return nil }
      return value
    }
    #expect(close(try number("accuracy_mean", 1), 0.85))
    #expect(close(try number("accuracy_sd", 1), 0.1 / 2.0.squareRoot()))
    #expect(abs(try #require(try number("accuracy_high", 1)) - (0.85 + 0.6353102)) < 1e-6)
    #expect(abs(try #require(try number("accuracy_low", 1)) - (0.85 - 0.6353102)) < 1e-6)
    #expect(close(try number("final_window_accuracy_mean", 0), 0.35))
    #expect(try number("final_window_accuracy_sd", 0) == nil)
    #expect(close(try number("accuracy_mean", 3), 0.65))
    #expect(try number("kappa_mean", 3) == nil)
  }

  @Test func aRowARun() throws {
    let runs = ResultTables(results, window: 2).perRun
    #expect(runs.rows.count == 6)
    #expect(try column("seed", of: runs) == [1, 2, 1, 2, 1, 2].map(Table.Cell.integer))
    #expect(try column("outcome", of: runs)[1] == .text("diverged at step 1"))
    #expect(try column("accuracy", of: runs)[2] == .number(0.9))
    #expect(
      try column("loses_to", of: runs)
        == ["no-change majority", "no-change", "", "", "no-change", ""].map(Table.Cell.text))
  }

  @Test func timelineByHand() throws {
    var log = makeLog(
      concepts: [0, 1],
      steps: [
        step(0, correct: 9, noChange: 5, majority: 6, bayes: 9.5, loss: 2), step(1, correct: 6),
      ])
    let mixed = [
      ConfusionCell(concept: 0, label: 0, prediction: 0, count: 2),
      ConfusionCell(concept: 0, label: 0, prediction: 1, count: 2),
      ConfusionCell(concept: 1, label: 1, prediction: 1, count: 3),
      ConfusionCell(concept: 1, label: 1, prediction: 0, count: 3),
    ]
    log.record(
      StepRecord(
        step: 2, version: 1, rows: 10, cells: mixed, lossSum: 1, noChangeCorrect: 0,
        majorityCorrect: 0, bayesSum: nil))
    log.record(EvaluationPoint(step: 1, segment: nil, accuracies: [0.7, 0.5]))
    let timeline = ResultTables([result("a", "every", 1, log)], window: 2).timeline
    func numbers(_ name: String) throws -> [Double?] {
      try column(name, of: timeline).map { if case .number(let value) = $0 { value } else { nil } }
    }
    #expect(try numbers("accuracy") == [0.9, 0.6, 0.5])
    #expect(try numbers("windowed_accuracy") == [0.9, 0.75, 0.55])
    #expect(try numbers("loss") == [0.2, 0, 0.1])
    #expect(try numbers("bayes") == [0.95, nil, nil])
    #expect(try numbers("no_change") == [0.5, 0, 0])
    #expect(try numbers("majority") == [0.6, 0, 0])
    #expect(try numbers("mean_concept_accuracy") == [nil, 0.6, nil])
    #expect(try column("concept", of: timeline) == [0, 0, 1].map(Table.Cell.integer))
    #expect(try column("version", of: timeline) == [0, 0, 1].map(Table.Cell.integer))
  }

  /// Concept 0 serves 20 rows, 15 right, before the first segment ends; concept 1 then 10, 4 right.
  @Test func accuracyMatrixByHand() throws {
    var log = makeLog(
      concepts: [0, 1],
      steps: [step(0, correct: 9), step(1, correct: 6), step(2, correct: 4, concept: 1)])
    log.record(EvaluationPoint(step: 0, segment: nil, accuracies: [0.8, 0.4]))
    log.record(EvaluationPoint(step: 1, segment: 0, accuracies: [0.9, 0.5]))
    log.record(EvaluationPoint(step: 2, segment: 1, accuracies: [0.6, 0.7]))
    let table = ResultTables([result("a", "every", 1, log)], window: 2).accuracyMatrix
    #expect(
      try column("segment", of: table)
        == [.number(nil), .number(nil), .integer(0), .integer(0), .integer(1), .integer(1)])
    #expect(try column("step", of: table) == [0, 0, 1, 1, 2, 2].map(Table.Cell.integer))
    #expect(try column("label", of: table)[1] == .text("f=1"))
    #expect(
      try column("accuracy", of: table) == [0.8, 0.4, 0.9, 0.5, 0.6, 0.7].map(Table.Cell.number))
    #expect(
      try column("rows_served", of: table) == [10, 0, 20, 0, 20, 10].map(Table.Cell.integer))
    #expect(
      try column("prequential", of: table)
        == [0.9, nil, 0.75, nil, 0.75, 0.4].map(Table.Cell.number))
  }

  @Test func ledgerAndTimings() throws {
    var log = makeLog()
    log.record(
      LedgerEntry(
        step: -1, version: 0, component: .warmUp, quantity: "forward", unit: .flop, amount: 7))
    let tables = ResultTables([result("a", "every", 3, log)], window: 2)
    #expect(
      tables.ledger.rows == [
        [
          .text("a"), .text("every"), .integer(3), .integer(-1), .integer(0), .text("warm-up"),
          .text("forward"), .text("flop"), .integer(7), .text("measured"), .integer(1),
          .number(nil), .number(nil), .number(nil), .number(nil),
        ]
      ])
    #expect(
      tables.timings.rows == [[.text("a"), .text("every"), .integer(3), .number(0.25)]])
  }

  @Test func nothingWasRun() {
    for (name, table) in ResultTables([], window: 2).files {
      #expect(table.rows.isEmpty, "\(name)")
      #expect(!table.columns.isEmpty, "\(name)")
    }
  }

  /// A run that diverged in the warm-up keeps its row; there is no accuracy to lose by.
  @Test func aRunWithoutRowsKeepsItsRow() throws {
    var log = makeLog(concepts: [0, 1])
    log.outcome = .diverged(step: -1)
    let tables = ResultTables([result("a", "every", 1, log)], window: 2)
    #expect(try column("outcome", of: tables.perRun) == [.text("diverged in warm-up")])
    #expect(try column("diverged", of: tables.summary)[0] == .integer(1))
    #expect(try column("loses_to", of: tables.summary)[0] == .text(""))
    #expect(try column("accuracy_mean", of: tables.summary)[0] == .number(nil))
    #expect(tables.timeline.rows.isEmpty)
  }

  @Test func regressionHasNoControls() throws {
    let log = makeLog(classCount: 0)
    let summary = ResultTables([result("a", "every", 1, log)], window: 2).summary
    #expect(try column("strategy", of: summary) == [.text("a")])
  }
}
