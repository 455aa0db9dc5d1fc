import Core
import Evaluation
import Store

/// The tables of a finished run with other prices: computed from its ledger, without running anything. All that
/// does not hang on a machine or prices stays as it is, byte for byte.
struct Repricing {
  private(set) var ledger: StoredTable
  private(set) var runs: StoredTable
  private(set) var summary: StoredTable
  private(set) var differences: StoredTable

  /// Reads the tables of a folder. Throws ``InputError`` for what is missing or damaged.
  init(_ folder: ResultFolder) throws(InputError) {
    ledger = try folder.table(.ledger)
    runs = try folder.table(.runs)
    summary = try folder.table(.summary)
    differences = try folder.table(.differences)
  }

  /// Every table with its file.
  var files: [(file: ResultFolder.File, text: String)] {
    [
      (.ledger, ledger.text), (.runs, runs.text), (.summary, summary.text),
      (.differences, differences.text),
    ]
  }

  /// Computes what hangs on prices anew.
  mutating func apply(_ model: any CostModel) throws(InputError) {
    let entries = try StoredLedger(ledger).entries
    let tables = ResultTables(
      try StoredRuns.results(runs, ledger, entries), window: 1,
      baseline: try differences.values("baseline").first,
      costModel: model, onlyPriced: true)
    ledger.replace(
      columns: Set(ResultTables.costColumns),
      by: ResultTables.costs(of: entries.map(\.entry), model),
      from: 0)
    replace(\.runs, by: tables.perRun)
    replace(\.summary, by: tables.summary)
    try replaceDifferences(by: tables.differences)
  }

  /// Puts the priced columns of a table in place of the stored ones; both begin with five that name their rows.
  private mutating func replace(_ stored: WritableKeyPath<Repricing, StoredTable>, by table: Table)
  {
    let names = table.columns.dropFirst(5)
    self[keyPath: stored].replace(columns: Set(names), by: table, from: 5)
  }

  /// The rows of priced metrics stand behind the others of the same comparison.
  private mutating func replaceDifferences(by table: Table) throws(InputError) {
    let priced = ResultTables.pricedMetrics
    let place = try differences.place(of: "metric")
    guard place >= 4 else { throw InputError(file: differences.file, line: 1, "damaged") }
    let new = table.rows.map { $0.map { CSV.text(of: $0) } }
    var rows = differences.rows.filter { !priced.contains(StoredTable.value($0[place])) }
    for row in new {
      let last = rows.lastIndex { $0[..<4] == row[..<4] } ?? rows.count - 1
      rows.insert(row, at: last + 1)
    }
    differences.replace(rows: rows)
  }
}
