import Core
import Testing

@testable import Evaluation

@Suite struct DifferencesTableTests {
  /// A run whose accuracy is `correct` of 100 rows.
  private func run(
    _ strategy: String, _ trigger: String, _ seed: Int, _ correct: Int, diverged: Bool = false
  ) -> RunResult {
    var log = makeLog(steps: [step(0, rows: 100, correct: correct)])
    if diverged { log.outcome = .diverged(step: 1) }
    return RunResult(strategy: strategy, trigger: trigger, seed: seed, log: log, wallSeconds: 0)
  }

  /// The accuracy rows, by the names of their columns.
  private func accuracies(_ runs: [RunResult]) -> [[String: Table.Cell]] {
    let table = ResultTables(runs, window: 2, baseline: "base").differences
    return table.rows.map { Dictionary(uniqueKeysWithValues: zip(table.columns, $0)) }
      .filter { $0["metric"] == .text("accuracy") }
  }

  private func number(_ cell: Table.Cell?) -> Double? {
    if case .number(let value) = cell { value } else { nil }
  }

  /// Differences .01 … .06 to the run of the same seed, not of the same place in the list: mean .035,
  /// s = √(.00035), half interval 2.5706 s / √6; all positive, p = 2/64.
  @Test func pairsBySeedByHand() throws {
    let own = (1...6).map { run("a", "every", $0, 80 + 3 * $0) }
    let baseline = (1...6).reversed().map { run("base", "every", $0, 80 + 2 * $0) }
    let row = try #require(accuracies(own + baseline).first)
    #expect(row["strategy"] == .text("a") && row["baseline"] == .text("base"))
    #expect(row["pairs"] == .integer(6) && row["diverged"] == .integer(0))
    #expect(close(number(row["mean"]), 0.035))
    let half = 2.570581835636 * 0.00035.squareRoot() / 6.0.squareRoot()
    #expect(number(row["t_low"]).map { abs($0 - (0.035 - half)) < 1e-9 } ?? false)
    #expect(number(row["t_high"]).map { abs($0 - (0.035 + half)) < 1e-9 } ?? false)
    #expect(close(number(row["p"]), 0.03125))
    #expect(close(number(row["p_holm"]), 0.03125))
    let low = try #require(number(row["bootstrap_low"]))
    #expect(0.01 <= low && low < 0.035)
  }

  /// The rows of one metric are corrected together: .03125 thrice becomes .09375.
  @Test func holmCoversTheRows() {
    let runs = (1...6).flatMap { seed in
      [run("base", "every", seed, 50)]
        + ["a", "b", "c"].map { run($0, "every", seed, 50 + seed) }
    }
    #expect(accuracies(runs).map { number($0["p"]) } == [0.03125, 0.03125, 0.03125])
    #expect(accuracies(runs).map { number($0["p_holm"]) } == [0.09375, 0.09375, 0.09375])
  }

  /// A row that ignores triggers meets the baseline under each; others under their own; the baseline itself
  /// and triggers that it lacks meet nothing.
  @Test func whichRowsMeet() {
    let runs = [
      run("base", "x", 1, 50), run("base", "y", 1, 60), run("a", "y", 1, 70), run("a", "z", 1, 80),
      run("frozen", "–", 1, 40),
    ]
    let rows = accuracies(runs)
    #expect(rows.map { $0["strategy"] } == [.text("a"), .text("frozen"), .text("frozen")])
    #expect(rows.map { $0["baseline_trigger"] } == [.text("y"), .text("x"), .text("y")])
    for (row, expected) in zip(rows, [0.1, -0.1, -0.2]) {
      #expect(close(number(row["mean"]), expected))
      #expect(number(row["t_low"]) == nil && number(row["bootstrap_low"]) == nil)
      #expect(number(row["p"]) == nil)
    }
  }

  @Test func aBaselineThatIgnoresTriggersMeetsEveryRow() {
    let runs = [run("base", "–", 1, 50), run("a", "x", 1, 60), run("a", "y", 1, 70)]
    #expect(accuracies(runs).map { $0["trigger"] } == [.text("x"), .text("y")])
  }

  /// A run that stopped covers other rows than its counterpart.
  @Test func divergedPairsAreCountedAndLeftOut() throws {
    let runs = [
      run("base", "x", 1, 50), run("base", "x", 2, 50), run("base", "x", 3, 10, diverged: true),
      run("a", "x", 1, 60), run("a", "x", 2, 10, diverged: true), run("a", "x", 3, 60),
    ]
    let row = try #require(accuracies(runs).first)
    #expect(row["pairs"] == .integer(1) && row["diverged"] == .integer(2))
    #expect(close(number(row["mean"]), 0.1))
  }

  @Test func undefinedMetricsAndBaselinesHaveNoRows() {
    let runs = [run("base", "x", 1, 50), run("a", "x", 1, 60)]
    let table = ResultTables(runs, window: 2, baseline: "base").differences
    #expect(!table.rows.contains { $0[4] == .text("bwt") })
    #expect(!table.rows.contains { $0[4] == .text("majority_accuracy") })
    #expect(ResultTables(runs, window: 2).differences.rows.isEmpty)
  }
}
