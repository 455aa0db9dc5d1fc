/// Which columns fit into the width of a terminal, and how wide each is.
struct TerminalLayout {
  /// The columns shown.
  let shown: [SummaryColumn]
  private let columns: [TextColumn]
  private let width: Int

  /// Blanks between columns.
  private static let gap = 2

  /// The layout of rows for a terminal `width` characters wide.
  init(_ rows: [SummaryRow], baseline: String?, width: Int) {
    let strategy = TerminalLayout.strategies(rows)
    let trigger = TextColumn("trigger", rows.map(\.trigger), alignsRight: false)
    func room(_ widths: (Int, Int)) -> Int {
      min(strategy.width, widths.0) + TerminalLayout.gap + min(trigger.width, widths.1)
    }
    let chosen = TerminalLayout.columns(
      of: rows, SummaryColumn.defined(in: rows, baseline: baseline), in: width,
      least: room((14, 8)), comfortable: room((30, 28)))
    let taken = chosen.reduce(0) { $0 + $1.text.width + TerminalLayout.gap }
    let names = width - taken - TerminalLayout.gap
    let narrow = strategy.narrowed(to: max(names - trigger.width, names * 3 / 5))
    columns = [narrow, trigger.narrowed(to: names - narrow.width)] + chosen.map(\.text)
    shown = chosen.map(\.column)
    self.width = width
  }

  /// The names of the strategies, their marks in front.
  private static func strategies(_ rows: [SummaryRow]) -> TextColumn {
    let room = rows.map(\.marks.count).max().map { $0 > 0 ? $0 + 1 : 0 } ?? 0
    func marked(_ name: String, _ marks: String) -> String {
      marks.padded(to: room, right: false) + name
    }
    return TextColumn(
      marked("strategy", ""), rows.map { marked($0.strategy, $0.marks) }, alignsRight: false)
  }

  /// The columns that fit, in order until one does not: essential ones beside names of the least
  /// width, others only beside comfortable ones.
  private static func columns(
    of rows: [SummaryRow], _ columns: [SummaryColumn], in width: Int, least: Int, comfortable: Int
  ) -> [(column: SummaryColumn, text: TextColumn)] {
    var chosen: [(SummaryColumn, TextColumn)] = []
    var taken = 0
    for column in columns {
      let text = TextColumn(column.header, rows.map(column.cell), alignsRight: column.alignsRight)
      taken += gap + text.width
      guard taken + (column.isEssential ? least : comfortable) <= width else { break }
      chosen.append((column, text))
    }
    return chosen
  }

  /// The names of the columns.
  var header: String { line(at: 0) }
  /// The line under them.
  var rule: String {
    let full = columns.reduce(-TerminalLayout.gap) { $0 + $1.width + TerminalLayout.gap }
    return String(repeating: "-", count: min(full, width))
  }
  /// The line of row `i`.
  func line(_ i: Int) -> String { line(at: i + 1) }

  private func line(at i: Int) -> String {
    let blanks = String(repeating: " ", count: TerminalLayout.gap)
    var line = columns.map { $0.line(i) }.joined(separator: blanks).shortened(to: width)
    while line.last == " " { line.removeLast() }
    return line
  }
}
