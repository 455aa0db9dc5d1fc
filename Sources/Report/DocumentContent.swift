internal import Core

/// A table as a document has it: headers, rows in blocks, and notes below.
struct DocumentContent {
  /// The header of each column.
  let headers: [String]
  /// Whether each column's cells stand at the right.
  let alignsRight: [Bool]
  /// The cells of the rows; blocks stand apart where the document can do it.
  let blocks: [[[String]]]
  /// What stands below, a paragraph each.
  let notes: [String]

  /// The summary of a comparison of strategies: the columns asked for, else every column that some row
  /// defines, the controls in a block of their own, and the differences to the baseline.
  init(_ summary: Table, _ differences: Table?, columns names: [String] = []) {
    let rows = SummaryRow.rows(of: summary, differences)
    let columns = SummaryColumn.chosen(
      names, in: rows, baseline: differences.flatMap(baseline(of:)))
    headers = ["strategy", "trigger"] + columns.map(\.header)
    alignsRight = [false, false] + columns.map(\.alignsRight)
    func cells(_ row: SummaryRow) -> [String] {
      [row.strategy + row.marks, row.trigger] + columns.map { $0.cell(row) }
    }
    blocks = [rows.filter { !$0.isControl }.map(cells), rows.filter(\.isControl).map(cells)]
    notes = Footnotes(rows, columns).all
  }

  /// Any table, in one block.
  init(plain table: Table) {
    headers = table.columns.map { $0.replacing("_", with: " ") }
    alignsRight = table.columns.indices.map { $0 > 0 }
    blocks = [table.rows.map { $0.map(AlignedTable.text) }]
    notes = []
  }

  /// The scores of detectors: every column that some row defines, a block a stream.
  init(detection table: Table) {
    let content = DetectionContent(table)
    let columns = DetectionColumn.defined(in: content.rows)
    let names = content.hasStreams ? ["stream", content.subject] : [content.subject]
    headers = names + columns.map(\.header)
    alignsRight = names.map { _ in false } + columns.map { _ in true }
    blocks = content.blocks.map { block in
      block.rows.map { row in
        (content.hasStreams ? [block.stream] : []) + [row.text(content.subject) + content.mark(row)]
          + columns.map { $0.cell(row) }
      }
    }
    notes = content.notes(columns)
  }
}

/// The baseline of a table of differences; `nil` without rows.
func baseline(of differences: Table) -> String? {
  TableRow.rows(of: differences).first.map { $0.text("baseline") }
}
