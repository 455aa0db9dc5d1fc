public import Core

/// The tables of a comparison, computed from the logs of its runs. Their columns are described in
/// `results/README.md`; a table is built when it is asked for.
public struct ResultTables: Sendable {
  let runs: [ScoredRun]
  let baseline: String?

  /// Scores the runs, which are in the order of the jobs. `window` is in steps: those over which
  /// windowed accuracy is taken; `baseline` is the strategy that paired differences are taken against.
  public init(_ results: [RunResult], window: Int, baseline: String? = nil) {
    self.baseline = baseline
    runs = results.map { ScoredRun(result: $0, scores: RunScores($0.log, window: window)) }
  }

  /// Every table with the name of its file, without the extension.
  public var files: [(name: String, table: Table)] {
    [
      ("summary", summary), ("differences", differences), ("runs", perRun),
      ("timeline", timeline), ("accuracy_matrix", accuracyMatrix), ("ledger", ledger),
      ("timings", timings),
    ] + (hasDiagnoses ? [("diagnosis", diagnosis)] : [])
  }

  /// A row a run: how it ended, the controls it lost to, and every metric.
  public var perRun: Table {
    var table = Table(
      columns: ScoredRun.columns + ["outcome", "loses_to"] + Metric.all.map(\.column))
    for run in runs {
      table.append(
        run.cells
          + [.text(run.log.outcome.description), .text(betterControls(than: [run.scores]))]
          + Metric.all.map { .number($0.value(run.scores)) })
    }
    return table
  }

  /// A row an entry of the ledgers.
  public var ledger: Table {
    var table = Table(
      columns: ScoredRun.columns
        + ["step", "version", "component", "quantity", "unit", "amount", "basis"])
    for run in runs {
      for entry in run.log.ledger {
        table.append(
          run.cells + [
            .integer(entry.step), .integer(entry.version), .text(entry.component),
            .text(entry.quantity), .text(entry.unit), .integer(entry.amount),
            .text(entry.basis.rawValue),
          ])
      }
    }
    return table
  }

  /// A row a run: its measured duration. The only table that differs from one execution to the next.
  public var timings: Table {
    var table = Table(columns: ScoredRun.columns + ["wall_seconds"])
    for run in runs { table.append(run.cells + [.number(run.result.wallSeconds)]) }
    return table
  }
}

/// A run and what its log adds up to.
struct ScoredRun: Sendable {
  let result: RunResult
  let scores: RunScores

  var log: RunLog { result.log }

  /// The columns that tell runs apart, first in every table but the summary.
  static let columns = ["strategy", "trigger", "seed"]

  /// Its cells in those columns.
  var cells: [Table.Cell] {
    [.text(result.strategy), .text(result.trigger), .integer(result.seed)]
  }
}
