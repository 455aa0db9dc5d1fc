public import Core

/// Renders the summary of a comparison as a table of GitHub Flavored Markdown, notes below.
public struct MarkdownTable: Reporter {
  private let differences: Table?
  private let columns: [String]

  /// A rendering with the differences to the baseline, if they are given, and of the columns of these
  /// names, or without any of all that some row defines.
  public init(differences: Table? = nil, columns: [String] = []) {
    (self.differences, self.columns) = (differences, columns)
  }

  /// The table, each line ended.
  public func render(_ summary: Table) -> String {
    Self.text(DocumentContent(summary, differences, columns: columns))
  }

  /// The document, each line ended.
  static func text(_ content: DocumentContent) -> String {
    let rules = content.alignsRight.map { $0 ? "---:" : "---" }
    var lines = [line(content.headers.map(escaped)), line(rules)]
    lines += content.blocks.joined().map { line($0.map(escaped)) }
    for note in content.notes { lines += ["", escaped(note)] }
    return lines.map { $0 + "\n" }.joined()
  }

  private static func line(_ cells: [String]) -> String {
    "| " + cells.joined(separator: " | ") + " |"
  }

  /// Characters that would end a cell, or set one in italics or as a tag, stand for themselves.
  private static func escaped(_ text: String) -> String {
    text.reduce(into: "") { result, character in
      if "\\|*_`<".contains(character) { result += "\\" }
      result.append(character == "\n" ? " " : character)
    }
  }
}
