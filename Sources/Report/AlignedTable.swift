public import Core

/// Renders any table for people: a line a row, words to the left and numbers to the right, in lines of at most
/// `width` characters; names in the first column are shortened to fit.
public struct AlignedTable: Reporter {
  /// Characters a line.
  public let width: Int
  private static let gap = 2

  /// A rendering for a terminal `width` characters wide.
  public init(width: Int) {
    precondition(width > 0, "a terminal of width \(width)")
    self.width = width
  }

  /// The table as text, each line ended.
  public func render(_ table: Table) -> String {
    var columns = table.columns.indices.map { j in
      TextColumn(
        table.columns[j].replacing("_", with: " "), table.rows.map { Self.text($0[j]) },
        alignsRight: j > 0)
    }
    guard let first = columns.first else { return "" }
    let others = columns.dropFirst().reduce(0) { $0 + $1.width + Self.gap }
    columns[0] = first.narrowed(to: max(8, width - others))
    let full = columns.reduce(-Self.gap) { $0 + $1.width + Self.gap }
    let lines = (0...table.rows.count).map { i in
      var line = columns.map { $0.line(i) }
        .joined(separator: String(repeating: " ", count: Self.gap)).shortened(to: width)
      while line.last == " " { line.removeLast() }
      return line
    }
    let rule = String(repeating: "-", count: min(full, width))
    return ([lines[0], rule] + lines.dropFirst()).map { $0 + "\n" }.joined()
  }

  /// A cell as people read it.
  static func text(_ cell: Table.Cell) -> String {
    switch cell {
    case .text(let words): words
    case .integer(let count): "\(count)"
    case .number(let value): NumberText.significant(value)
    }
  }
}

extension MarkdownTable {
  /// Any table as one of GitHub Flavored Markdown.
  public static func text(of table: Table) -> String { text(DocumentContent(plain: table)) }
}

extension LaTeXTable {
  /// Any table as a LaTeX `tabular` for the package booktabs.
  public static func text(of table: Table) -> String { text(DocumentContent(plain: table)) }
}
