import ArgumentParser
import Core
import Report
import Store
import System

/// `--format`: how the summary of a comparison is printed. All but `table` print nothing else, so that
/// another program can read it.
enum SummaryFormat: String, CaseIterable, ExpressibleByArgument {
  /// For people at a terminal, as wide as that.
  case table
  /// An object for each row, in an array.
  case json
  /// The file summary.csv, or columns of it.
  case csv
  /// A table of GitHub Flavored Markdown.
  case markdown
  /// A LaTeX tabular for booktabs.
  case latex

  /// The summary as text, each line ended; of the columns of these names, where there are any.
  func text(_ summary: Table, _ differences: Table, columns: [String]) -> String {
    switch self {
    case .table:
      let terminal = Terminal.output
      return TerminalTable(
        width: terminal.width, isStyled: terminal.allowsColour, differences: differences,
        columns: columns
      ).render(summary)
    case .json:
      return JSON.rows(of: summary.columns(columns, differences: differences)).indented + "\n"
    case .csv: return CSV.text(of: summary.columns(columns, differences: differences))
    case .markdown:
      return MarkdownTable(differences: differences, columns: columns).render(summary)
    case .latex: return LaTeXTable(differences: differences, columns: columns).render(summary)
    }
  }

  /// Any table as text, each line ended.
  func text(of table: Table) -> String {
    switch self {
    case .table: AlignedTable(width: Terminal.output.width).render(table)
    case .json: JSON.rows(of: table).indented + "\n"
    case .csv: CSV.text(of: table)
    case .markdown: MarkdownTable.text(of: table)
    case .latex: LaTeXTable.text(of: table)
    }
  }

  /// The scores of detectors as text, each line ended.
  func text(detection table: Table) -> String {
    switch self {
    case .table:
      let terminal = Terminal.output
      return DetectionTable(width: terminal.width, isStyled: terminal.allowsColour).render(table)
    case .json: return JSON.rows(of: table).indented + "\n"
    case .csv: return CSV.text(of: table)
    case .markdown: return MarkdownTable.text(detection: table)
    case .latex: return LaTeXTable.text(detection: table)
    }
  }
}
