internal import Core

/// A table of the scores of detectors, its rows read by the names of their columns: the summary of a
/// comparison of detectors, or any other table with some of the same columns.
struct DetectionContent {
  /// The rows of one stream.
  struct Block {
    let stream: String
    let rows: [TableRow]
  }

  /// All rows.
  let rows: [TableRow]
  /// The rows of each stream; one block where the table has no streams.
  let blocks: [Block]
  /// Whether rows say of which stream they are.
  let hasStreams: Bool
  /// The column that names rows, the first one that is not about the stream.
  let subject: String

  init(_ table: Table) {
    rows = TableRow.rows(of: table)
    hasStreams = table.columns.contains("stream")
    subject = table.columns.first { !["stream", "drifts_at"].contains($0) } ?? ""
    var blocks: [Block] = []
    for row in rows {
      let stream = row.text("stream")
      if let last = blocks.last, last.stream == stream {
        blocks[blocks.count - 1] = Block(stream: stream, rows: last.rows + [row])
      } else {
        blocks.append(Block(stream: stream, rows: [row]))
      }
    }
    self.blocks = blocks
  }

  /// `!` where runs did not complete.
  func mark(_ row: TableRow) -> String { (row.number("incomplete") ?? 0) > 0 ? " !" : "" }

  /// What stands above a stream's rows: `sea: drifts at 5000, 8000:200`.
  func title(_ block: Block) -> String {
    let places = block.rows.first?.text("drifts_at").split(separator: " ") ?? []
    switch places.first {
    case nil: return block.stream
    case "none": return "\(block.stream): no drift"
    case "unknown": return "\(block.stream): drifts unknown"
    default:
      let several = places.count > 1 ? "drifts" : "drift"
      return "\(block.stream): \(several) at \(places.joined(separator: ", "))"
    }
  }

  /// The notes to some columns, a paragraph each: runs that did not complete, then what headers stand for.
  func notes(_ columns: [DetectionColumn]) -> [String] {
    let problems = rows.filter { !mark($0).isEmpty }.map { row in
      let runs =
        "\(NumberText.count(row.number("incomplete"))) of \(NumberText.count(row.number("seeds")))"
      return "! \(row.text(subject)) on \(row.text("stream")), \(runs) runs not scored: "
        + row.text("problem")
    }
    let legend = columns.compactMap { column in column.meaning.map { "\(column.header) = \($0)" } }
    let hasCounts = columns.contains { ["alarms", "false", "repeats"].contains($0.header) }
    return problems + (hasStreams && hasCounts ? ["Counts of alarms are over all runs."] : [])
      + (legend.isEmpty ? [] : [legend.joined(separator: ", ")])
  }
}
