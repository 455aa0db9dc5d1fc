internal import Core

/// The summary as a document has it: every column that some row defines, and the notes below.
struct SummaryContent {
  /// The header of each column.
  let headers: [String]
  /// Whether each column's cells stand at the right.
  let alignsRight: [Bool]
  /// The cells of the competitors, a row each.
  let competitors: [[String]]
  /// The cells of the controls.
  let controls: [[String]]
  /// What stands below, a paragraph each.
  let notes: [String]

  /// What a document shows of a summary and of the differences to the baseline.
  init(_ summary: Table, _ differences: Table?) {
    let rows = SummaryRow.rows(of: summary, differences)
    let columns = SummaryColumn.defined(in: rows, baseline: differences.flatMap(baseline(of:)))
    headers = ["strategy", "trigger"] + columns.map(\.header)
    alignsRight = [false, false] + columns.map(\.alignsRight)
    func cells(_ row: SummaryRow) -> [String] {
      [row.strategy + row.marks, row.trigger] + columns.map { $0.cell(row) }
    }
    competitors = rows.filter { !$0.isControl }.map(cells)
    controls = rows.filter(\.isControl).map(cells)
    notes = Footnotes(rows, columns).all
  }
}

/// The baseline of a table of differences; `nil` without rows.
func baseline(of differences: Table) -> String? {
  TableRow.rows(of: differences).first.map { $0.text("baseline") }
}
