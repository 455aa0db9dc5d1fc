import Core
import Testing

@testable import Report

/// The summary in Markdown and LaTeX, and differences to a baseline in every rendering.
@Suite struct DocumentTableTests {
  private var summary: Table {
    var table = Table(columns: [
      "strategy", "trigger", "seeds", "diverged", "loses_to", "accuracy_mean", "accuracy_low",
      "accuracy_high", "bwt_mean",
    ])
    table.append([
      .text("full_retrain"), .text("every|20"), .integer(10), .integer(0), .text(""), .number(0.9),
      .number(0.89), .number(0.91), .number(-0.05),
    ])
    table.append([
      .text("a&b"), .text("–"), .integer(10), .integer(0), .text("majority"), .number(0.5),
      .number(0.46), .number(0.54), .number(nil),
    ])
    table.append([
      .text("majority"), .text("–"), .integer(10), .integer(0), .text(""), .number(0.6),
      .number(nil), .number(nil), .number(nil),
    ])
    return table
  }

  private func differences(_ rows: [(trigger: String, mean: Double, low: Double, high: Double)])
    -> Table
  {
    var table = Table(columns: [
      "strategy", "trigger", "baseline", "metric", "mean", "t_low", "t_high",
    ])
    for row in rows {
      table.append([
        .text("a&b"), .text(row.trigger), .text("full_retrain"), .text("accuracy"),
        .number(row.mean), .number(row.low), .number(row.high),
      ])
    }
    return table
  }

  @Test func markdownByHand() {
    #expect(
      MarkdownTable(differences: differences([("–", -0.4, -0.44, -0.36)])).render(summary) == """
        | strategy | trigger | accuracy | BWT | vs full\\_retrain |
        | --- | --- | --- | ---: | --- |
        | full\\_retrain | every\\|20 | 0.900 ±0.010 | -0.050 |  |
        | a&b\\* | – | 0.500 ±0.040 |  | -0.400 ±0.040 ≠ |
        | majority | – | 0.600 |  |  |

        \\* less accurate than majority: a&b

        ± half of the 95 % t interval over seeds, vs full\\_retrain = difference in accuracy or RMSE to \
        full\\_retrain on the same seeds (≠ its interval excludes 0)

        """)
  }

  @Test func latexByHand() {
    #expect(
      LaTeXTable().render(summary) == #"""
        \begin{tabular}{lllr}
        \toprule
        strategy & trigger & accuracy & BWT \\
        \midrule
        full\_retrain & every$|$20 & 0.900 $\pm$0.010 & $-$0.050 \\
        a\&b$\ast$ & -- & 0.500 $\pm$0.040 &  \\
        \midrule
        majority & -- & 0.600 &  \\
        \bottomrule
        \end{tabular}
        % * less accurate than majority: a&b
        % ± half of the 95 % t interval over seeds

        """#)
  }

  @Test(arguments: [
    (0.0124, 0.008, 0.0168, "+0.012 ±0.004 ≠"), (0.0124, -0.001, 0.0258, "+0.012 ±0.013"),
    (-0.02, -0.03, -0.01, "-0.020 ±0.010 ≠"), (0.0001, -0.0004, 0.0006, "0.000 ±0.001"),
  ])
  func differencesAreSignedAndMarked(mean: Double, low: Double, high: Double, text: String) {
    let rows = SummaryRow.rows(of: summary, differences([("–", mean, low, high)]))
    #expect(rows.map { $0.difference?.text } == [nil, text, nil])
  }

  /// Where the baseline runs under two triggers, a row that ignores triggers has two differences, and the
  /// table does not choose.
  @Test func severalDifferencesAreNotShown() {
    let table = differences([("–", 0.1, 0.05, 0.15), ("–", 0.2, 0.15, 0.25)])
    #expect(SummaryRow.rows(of: summary, table).allSatisfy { $0.difference == nil })
  }

  @Test(arguments: 1...160) func noLineIsWiderWithDifferences(width: Int) {
    let text = TerminalTable(
      width: width, differences: differences([("–", -0.4, -0.44, -0.36)])
    ).render(summary)
    for line in text.split(separator: "\n") { #expect(line.count <= width, "\(line)") }
  }

  @Test func differencesStandInAWideTerminal() {
    let text = TerminalTable(
      width: 120, differences: differences([("–", -0.4, -0.44, -0.36)])
    ).render(summary)
    #expect(text.contains("-0.400 ±0.040 ≠"))
    #expect(text.contains("vs full_retrain = difference in accuracy or RMSE to full_retrain"))
  }

  @Test func nothingWasRun() {
    let empty = Table(columns: ["strategy"])
    #expect(MarkdownTable().render(empty) == "| strategy | trigger |\n| --- | --- |\n")
    #expect(LaTeXTable().render(empty).hasSuffix("\\end{tabular}\n"))
  }

  @Test(arguments: [
    (12345678.0, "1.235e+07"), (0.031416, "0.03142"), (0, "0"), (3.5, "3.5"),
  ])
  func significantDigits(value: Double, text: String) {
    #expect(NumberText.significant(value) == text)
    #expect(NumberText.significant(nil).isEmpty)
  }
}
