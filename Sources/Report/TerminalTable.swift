public import Core

/// Renders the summary of a comparison for people, in lines of at most `width` characters.
///
/// Columns are shown in order of importance while there is room; the essential ones may shorten
/// names to make room, the others may not. Columns that are undefined everywhere are left out.
/// Where there is money, its parts stand in further blocks below. Controls stand apart, below;
/// footnotes name the rows that lose to one and those with diverged runs.
///
/// Columns that are asked for by name are all shown, in that order: those that do not fit stand in
/// further blocks below, each with the names of the rows.
public struct TerminalTable: Reporter {
  /// Characters a line.
  public let width: Int
  /// Whether the header is bold and secondary lines are dim, by ANSI escape sequences.
  public let isStyled: Bool
  private let differences: Table?
  private let columns: [String]

  /// A rendering for a terminal `width` characters wide, with the differences to the baseline if
  /// they are given and there is room; of the columns of these names, where there are any.
  public init(
    width: Int, isStyled: Bool = false, differences: Table? = nil, columns: [String] = []
  ) {
    precondition(width > 0, "a terminal of width \(width)")
    self.width = width
    self.isStyled = isStyled
    self.differences = differences
    self.columns = columns
  }

  /// The summary as text, each line ended.
  public func render(_ summary: Table) -> String {
    let rows = SummaryRow.rows(of: summary, differences)
    guard !rows.isEmpty else { return "no runs\n" }
    let baseline = differences.flatMap(baseline(of:))
    let layouts =
      columns.isEmpty
      ? [TerminalLayout(rows, baseline: baseline, width: width)]
        + TerminalLayout.blocks(rows, SummaryColumn.components(in: rows), width: width)
      : TerminalLayout.blocks(
        rows, SummaryColumn.chosen(columns, in: rows, baseline: baseline), width: width)
    var lines = layouts.flatMap { block(rows, $0) + [""] }.dropLast()
    let notes = Footnotes(rows, layouts.flatMap(\.shown)).all.flatMap { $0.wrapped(to: width) }
    lines += notes.isEmpty ? [] : [""] + notes.map { styled($0, dim) }
    return lines.map { $0 + "\n" }.joined()
  }

  /// The header, a rule and a line a row; of controls only where they have something to show.
  private func block(_ rows: [SummaryRow], _ layout: TerminalLayout) -> [String] {
    let competitors = rows.indices.filter { !rows[$0].isControl }
    let controls = rows.indices.filter { i in
      rows[i].isControl && layout.shown.contains { !$0.cell(rows[i]).isEmpty }
    }
    var lines = [styled(layout.header, bold), styled(layout.rule, dim)]
    lines += competitors.map(layout.line)
    if !competitors.isEmpty, !controls.isEmpty { lines.append("") }
    return lines + controls.map { styled(layout.line($0), dim) }
  }

  private var bold: String { "\u{1B}[1m" }
  private var dim: String { "\u{1B}[2m" }

  private func styled(_ line: String, _ style: String) -> String {
    isStyled && !line.isEmpty ? style + line + "\u{1B}[0m" : line
  }
}
