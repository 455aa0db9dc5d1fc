public import Core

/// Renders the summary of a comparison for people, in lines of at most `width` characters.
///
/// Columns are shown in order of importance while there is room; the essential ones may shorten
/// names to make room, the others may not. Columns that are undefined everywhere are left out.
/// Controls stand apart, below; footnotes name the rows that lose to one and those with diverged
/// runs.
public struct TerminalTable: Reporter {
  /// Characters a line.
  public let width: Int
  /// Whether the header is bold and secondary lines are dim, by ANSI escape sequences.
  public let isStyled: Bool
  private let differences: Table?

  /// A rendering for a terminal `width` characters wide, with the differences to the baseline if
  /// they are given and there is room.
  public init(width: Int, isStyled: Bool = false, differences: Table? = nil) {
    precondition(width > 0, "a terminal of width \(width)")
    self.width = width
    self.isStyled = isStyled
    self.differences = differences
  }

  /// The summary as text, each line ended.
  public func render(_ summary: Table) -> String {
    let rows = SummaryRow.rows(of: summary, differences)
    guard !rows.isEmpty else { return "no runs\n" }
    let layout = TerminalLayout(
      rows, baseline: differences.flatMap(baseline(of:)), width: width)
    let competitors = rows.indices.filter { !rows[$0].isControl }
    let controls = rows.indices.filter { rows[$0].isControl }
    var lines = [styled(layout.header, bold), styled(layout.rule, dim)]
    lines += competitors.map(layout.line)
    if !competitors.isEmpty, !controls.isEmpty { lines.append("") }
    lines += controls.map { styled(layout.line($0), dim) }
    let notes = Footnotes(rows, layout.shown).all.flatMap { $0.wrapped(to: width) }
    lines += notes.isEmpty ? [] : [""] + notes.map { styled($0, dim) }
    return lines.map { $0 + "\n" }.joined()
  }

  private var bold: String { "\u{1B}[1m" }
  private var dim: String { "\u{1B}[2m" }

  private func styled(_ line: String, _ style: String) -> String {
    isStyled && !line.isEmpty ? style + line + "\u{1B}[0m" : line
  }
}
