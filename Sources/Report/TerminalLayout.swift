/// Which columns fit into the width of a terminal, and how wide each is.
struct TerminalLayout {
  /// The columns shown.
  let shown: [SummaryColumn]
  private let columns: [TextColumn]
  private let width: Int

  /// Blanks between columns.
  private static let gap = 2

  /// The layout of rows for a terminal `width` characters wide, of the columns that fit.
  init(_ rows: [SummaryRow], baseline: String?, width: Int) {
    let names = Names(rows)
    let chosen = TerminalLayout.columns(
      of: rows, SummaryColumn.defined(in: rows, baseline: baseline), in: width,
      least: names.least, comfortable: names.comfortable)
    self.init(names, chosen, width: width)
  }

  /// The layouts that all of these columns take, one below the other: each has as many as fit, and at
  /// least one.
  static func blocks(
    _ rows: [SummaryRow], _ columns: [SummaryColumn], width: Int
  ) -> [TerminalLayout] {
    let names = Names(rows)
    var blocks: [[Cells]] = []
    var room = 0
    for column in columns {
      let cells = Cells(column, rows)
      room -= gap + cells.text.width
      if room < 0 {
        blocks.append([])
        room = width - names.least - gap - cells.text.width
      }
      blocks[blocks.count - 1].append(cells)
    }
    return blocks.map { TerminalLayout(names, $0, width: width) }
  }

  private init(_ names: Names, _ chosen: [Cells], width: Int) {
    let taken = chosen.reduce(0) { $0 + $1.text.width + TerminalLayout.gap }
    let room = width - taken - TerminalLayout.gap
    let narrow = names.strategy.narrowed(to: max(room - names.trigger.width, room * 3 / 5))
    columns = [narrow, names.trigger.narrowed(to: room - narrow.width)] + chosen.map(\.text)
    shown = chosen.map(\.column)
    self.width = width
  }

  /// A column and its text.
  private struct Cells {
    let column: SummaryColumn
    let text: TextColumn

    init(_ column: SummaryColumn, _ rows: [SummaryRow]) {
      self.column = column
      text = TextColumn(column.header, rows.map(column.cell), alignsRight: column.alignsRight)
    }
  }

  /// What tells rows apart.
  private struct Names {
    let strategy: TextColumn
    let trigger: TextColumn

    init(_ rows: [SummaryRow]) {
      strategy = TerminalLayout.strategies(rows)
      trigger = TextColumn("trigger", rows.map(\.trigger), alignsRight: false)
    }

    /// The width that they are shortened to for what matters more.
    var least: Int { width(14, 8) }
    /// The width that they are left for what matters less.
    var comfortable: Int { width(30, 28) }

    private func width(_ strategy: Int, _ trigger: Int) -> Int {
      min(self.strategy.width, strategy) + TerminalLayout.gap + min(self.trigger.width, trigger)
    }
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
  ) -> [Cells] {
    var chosen: [Cells] = []
    var taken = 0
    for column in columns {
      let cells = Cells(column, rows)
      taken += gap + cells.text.width
      guard taken + (column.isEssential ? least : comfortable) <= width else { break }
      chosen.append(cells)
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
