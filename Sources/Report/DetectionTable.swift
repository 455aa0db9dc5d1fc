public import Core

/// Renders the scores of detectors for people, a block a stream and a line a detector, in lines of at most
/// `width` characters.
///
/// Columns are shown in order of importance while there is room; those that are undefined for all rows of a
/// block are left out of it.
public struct DetectionTable: Reporter {
  /// Characters a line.
  public let width: Int
  /// Whether headers are bold and secondary lines are dim, by ANSI escape sequences.
  public let isStyled: Bool

  /// Blanks between columns.
  private static let gap = 2
  /// The least that names are shortened to.
  private static let leastName = 18

  /// A rendering for a terminal `width` characters wide.
  public init(width: Int, isStyled: Bool = false) {
    precondition(width > 0, "a terminal of width \(width)")
    self.width = width
    self.isStyled = isStyled
  }

  /// The scores as text, each line ended.
  public func render(_ table: Table) -> String {
    let content = DetectionContent(table)
    guard !content.rows.isEmpty else { return "no runs\n" }
    var (lines, shown) = ([String](), Set<String>())
    for block in content.blocks {
      if !lines.isEmpty { lines.append("") }
      if content.hasStreams {
        lines += [styled(content.title(block).shortened(to: width), bold), ""]
      }
      let columns = fitting(block, content)
      shown.formUnion(columns.map(\.column.header))
      lines += text(block, content, columns)
    }
    let explained = DetectionColumn.all.filter { shown.contains($0.header) }
    let notes = content.notes(explained).flatMap { $0.wrapped(to: width) }
    lines += notes.isEmpty ? [] : [""] + notes.map { styled($0, dim) }
    return lines.map { $0 + "\n" }.joined()
  }

  /// The header, a rule and a line a row.
  private func text(
    _ block: DetectionContent.Block, _ content: DetectionContent,
    _ columns: [(column: DetectionColumn, text: TextColumn)]
  ) -> [String] {
    let taken = columns.reduce(0) { $0 + $1.text.width + Self.gap }
    let all = [names(block, content).narrowed(to: width - taken)] + columns.map(\.text)
    let full = all.reduce(-Self.gap) { $0 + $1.width + Self.gap }
    func line(_ i: Int) -> String {
      let blanks = String(repeating: " ", count: Self.gap)
      var line = all.map { $0.line(i) }.joined(separator: blanks).shortened(to: width)
      while line.last == " " { line.removeLast() }
      return line
    }
    return [
      styled(line(0), content.hasStreams ? dim : bold),
      styled(String(repeating: "-", count: min(full, width)), dim),
    ] + block.rows.indices.map { line($0 + 1) }
  }

  private func names(
    _ block: DetectionContent.Block, _ content: DetectionContent
  ) -> TextColumn {
    TextColumn(
      content.subject, block.rows.map { $0.text(content.subject) + content.mark($0) },
      alignsRight: false)
  }

  /// The columns that fit beside names, in order until one does not.
  private func fitting(
    _ block: DetectionContent.Block, _ content: DetectionContent
  ) -> [(column: DetectionColumn, text: TextColumn)] {
    var taken = min(names(block, content).width, Self.leastName)
    var chosen: [(DetectionColumn, TextColumn)] = []
    for column in DetectionColumn.defined(in: block.rows) {
      let text = TextColumn(column.header, block.rows.map(column.cell), alignsRight: true)
      taken += Self.gap + text.width
      guard taken <= width else { break }
      chosen.append((column, text))
    }
    return chosen
  }

  private var bold: String { "\u{1B}[1m" }
  private var dim: String { "\u{1B}[2m" }

  private func styled(_ line: String, _ style: String) -> String {
    isStyled && !line.isEmpty ? style + line + "\u{1B}[0m" : line
  }
}

extension MarkdownTable {
  /// The scores of detectors as a table of GitHub Flavored Markdown, notes below.
  public static func text(detection table: Table) -> String {
    text(DocumentContent(detection: table))
  }
}

extension LaTeXTable {
  /// The scores of detectors as a LaTeX `tabular` for the package booktabs, notes as comments below.
  public static func text(detection table: Table) -> String {
    text(DocumentContent(detection: table))
  }
}
