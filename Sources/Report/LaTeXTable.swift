public import Core

/// Renders the summary of a comparison as a LaTeX `tabular` for the package booktabs, notes as
/// comments below.
public struct LaTeXTable: Reporter {
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

  /// The document, each line ended; blocks are parted by rules.
  static func text(_ content: DocumentContent) -> String {
    let alignment = content.alignsRight.map { $0 ? "r" : "l" }.joined()
    var lines = ["\\begin{tabular}{\(alignment)}", "\\toprule", line(content.headers), "\\midrule"]
    for (i, block) in content.blocks.filter({ !$0.isEmpty }).enumerated() {
      lines += (i > 0 ? ["\\midrule"] : []) + block.map(line)
    }
    lines += ["\\bottomrule", "\\end{tabular}"]
    lines += content.notes.map { "% " + $0 }
    return lines.map { $0 + "\n" }.joined()
  }

  private static func line(_ cells: [String]) -> String {
    cells.map(escaped).joined(separator: " & ") + " \\\\"
  }

  /// Characters with a meaning in LaTeX stand for themselves; signs are set as mathematics.
  private static func escaped(_ text: String) -> String {
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
