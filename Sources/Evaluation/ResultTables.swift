public import Core

/// The tables of a comparison, computed from the logs of its runs. Their columns are described in
/// `results/README.md`; a table is built when it is asked for.
public struct ResultTables: Sendable {
  let runs: [ScoredRun]
  let baseline: String?
  /// The metrics of the tables.
  let metrics: [Metric]
  private let costModel: (any CostModel)?

  /// Scores the runs, which are in the order of the jobs. `window` is in steps: those over which
  /// windowed accuracy is taken; `baseline` is the strategy that paired differences are taken against.
  /// Without a cost model the metrics that need one are left out; `onlyPriced` leaves out the others.
  public init(
    _ results: [RunResult], window: Int, baseline: String? = nil,
    costModel: (any CostModel)? = nil, onlyPriced: Bool = false
  ) {
    self.baseline = baseline
    self.costModel = costModel
    metrics = Metric.all.filter { onlyPriced ? $0.isPriced : costModel != nil || !$0.isPriced }
    runs = results.map {
      ScoredRun(
        result: $0, scores: RunScores($0.log, window: window, costModel: costModel))
    }
  }

  /// Every table with the name of its file, without the extension.
  public var files: [(name: String, table: Table)] {
    [
      ("summary", summary), ("differences", differences), ("runs", perRun),
      ("timeline", timeline), ("accuracy_matrix", accuracyMatrix), ("ledger", ledger),
      ("versions", versions), ("quarantine", quarantine), ("timings", timings),
    ] + (hasDiagnoses ? [("diagnosis", diagnosis)] : [])
  }

  /// A row a run: how it ended, the controls it lost to, and every metric.
  public var perRun: Table {
    var table = Table(
      columns: ScoredRun.columns + ["outcome", "loses_to"] + metrics.map(\.column))
    for run in runs {
      table.append(
        run.cells
          + [.text(run.log.outcome.description), .text(betterControls(than: [run.scores]))]
          + metrics.map { .number($0.value(run.scores)) })
    }
    return table
  }

  /// A row an entry of the ledgers, with what it cost.
  public var ledger: Table {
    var table = Table(
      columns: ScoredRun.columns
        + ["step", "version", "component", "quantity", "unit", "amount", "basis", "steps"]
        + Self.costColumns)
    for run in runs {
      for entry in run.log.ledger {
        table.append(
          run.cells + [
            .integer(entry.step), .integer(entry.version), .text(entry.component.rawValue),
            .text(entry.quantity), .text(entry.unit.rawValue), Self.cell(entry.amount),
            .text(entry.basis.rawValue), .integer(entry.steps),
          ] + Self.cells(costModel?.cost(of: entry) ?? Cost()))
      }
    }
    return table
  }

  /// The columns of the ledger that tell what an entry cost.
  public static let costColumns = ["seconds", "kwh", "gco2e", "money"]

  /// The columns of files that hang on a machine or prices, as metrics.
  public static var pricedMetrics: Set<String> { Set(Metric.priced.map(\.column)) }

  /// What entries cost, a row each.
  public static func costs(of entries: [LedgerEntry], _ model: any CostModel) -> Table {
    var table = Table(columns: costColumns)
    for entry in entries { table.append(cells(model.cost(of: entry))) }
    return table
  }

  private static func cells(_ cost: Cost) -> [Table.Cell] {
    [cost.seconds, cost.kilowattHours, cost.grams, cost.money].map { .number($0.value) }
  }

  /// An amount, whole ones without a decimal point.
  private static func cell(_ amount: Double) -> Table.Cell {
    amount == amount.rounded() && amount < 0x1p53 ? .integer(Int(amount)) : .number(amount)
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
