public import Core

/// Renders the summary of a comparison as a LaTeX `tabular` for the package booktabs, notes as
/// comments below.
public struct LaTeXTable: Reporter {
  private let differences: Table?

  /// A rendering with the differences to the baseline, if they are given.
  public init(differences: Table? = nil) { self.differences = differences }

  /// The table, each line ended.
  public func render(_ summary: Table) -> String {
    let content = SummaryContent(summary, differences)
    let alignment = content.alignsRight.map { $0 ? "r" : "l" }.joined()
    var lines = ["\\begin{tabular}{\(alignment)}", "\\toprule", line(content.headers), "\\midrule"]
    lines += content.competitors.map(line)
    if !content.competitors.isEmpty, !content.controls.isEmpty { lines.append("\\midrule") }
    lines += content.controls.map(line) + ["\\bottomrule", "\\end{tabular}"]
    lines += content.notes.map { "% " + $0 }
    return lines.map { $0 + "\n" }.joined()
  }

  private func line(_ cells: [String]) -> String {
    cells.map(escaped).joined(separator: " & ") + " \\\\"
  }

  /// Characters with a meaning in LaTeX stand for themselves; signs are set as mathematics.
  private func escaped(_ text: String) -> String {
    var result = ""
    for (i, character) in text.enumerated() {
      switch character {
      case "-" where i == 0 && text.dropFirst().first?.isNumber == true: result += "$-$"
      case "&", "%", "$", "#", "_", "{", "}": result += "\\\(character)"
      case "\\": result += "\\textbackslash{}"
      case "~": result += "\\textasciitilde{}"
      case "^": result += "\\textasciicircum{}"
      case "<", ">", "*", "|": result += "$\(character == "*" ? "\\ast" : String(character))$"
      case "±": result += "$\\pm$"
      case "≠": result += "$\\neq$"
      case "²": result += "$^2$"
      case "–": result += "--"
      case "\n": result += " "
      default: result.append(character)
      }
    }
    return result
  }
}
