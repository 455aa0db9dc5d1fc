import Core
import Testing

@testable import Report

/// Tables of columns that somebody asked for.
@Suite struct ChosenColumnsTests {
  private static let names = ["accuracy", "kappa", "training-flops", "versions"]

  /// Intervals of ±.01 around every mean; `bwt` is there and undefined.
  private var summary: Table {
    let metrics = ["accuracy", "kappa", "training_flops", "versions", "bwt"]
    var table = Table(
      columns: ["strategy", "trigger", "seeds", "diverged", "loses_to"]
        + metrics.flatMap { m in ["mean", "sd", "low", "high"].map { "\(m)_\($0)" } })
    func append(_ strategy: String, _ trigger: String, _ means: [Double?]) {
      table.append(
        [.text(strategy), .text(trigger), .integer(3), .integer(0), .text("")]
          + means.flatMap { mean in
            [mean, 0.005, mean.map { $0 - 0.01 }, mean.map { $0 + 0.01 }].map(Table.Cell.number)
          })
    }
    append("frozen", "–", [0.9, 0.7, 12.34e9, 1, nil])
    append("incremental", "every", [0.9, 0.7, 12.34e9, 8, nil])
    append("majority", "–", [0.55, nil, nil, nil, nil])
    return table
  }

  private func lines(_ names: [String], width: Int) -> [String] {
    TerminalTable(width: width, columns: names).render(summary).split(
      separator: "\n", omittingEmptySubsequences: false
    ).map(String.init)
  }

  /// 20 of 40 characters are the names'. Accuracy takes 14, kappa 7, FLOP 8, versions 7: one, two, one.
  @Test func whatDoesNotFitStandsBelow() {
    #expect(
      lines(Self.names, width: 40) == [
        "strategy     trigger  accuracy",
        "----------------------------------",
        "frozen       –        0.900 ±0.010",
        "incremental  every    0.900 ±0.010",
        "",
        "majority     –        0.550 ±0.010",
        "",
        "strategy     trigger  kappa    FLOP",
        "-----------------------------------",
        "frozen       –        0.700  12.3 G",
        "incremental  every    0.700  12.3 G",
        "",
        "strategy     trigger  vers.",
        "---------------------------",
        "frozen       –            1",
        "incremental  every        8",
        "",
        "± half of the 95 % t interval over",
        "  seeds, FLOP = training-flops, vers. =",
        "  versions", "",
      ])
  }

  @Test(arguments: 1...200) func noLineIsWider(width: Int) {
    for line in lines(Self.names, width: width) { #expect(line.count <= width, "\(line)") }
  }

  @Test(arguments: 36...200) func noColumnIsLeftOut(width: Int) {
    let text = lines(Self.names, width: width).joined(separator: "\n")
    for header in ["accuracy", "kappa", "  FLOP", "vers."] { #expect(text.contains(header)) }
  }

  @Test func orderIsTheirs() {
    let header = lines(["versions", "accuracy"], width: 80)[0]
    #expect(header == "strategy     trigger  vers.  accuracy")
  }

  @Test func undefinedColumnsAreShownAndNamed() {
    let lines = lines(["bwt", "robustness", "accuracy"], width: 80)
    #expect(lines[0] == "strategy     trigger  BWT  robust  accuracy")
    #expect(lines.contains("undefined in every row: bwt, robustness"))
    #expect(!TerminalTable(width: 80).render(summary).contains("undefined"))
  }

  /// A metric without a header of its own stands under its name.
  @Test func anyMetricIsAColumn() {
    #expect(lines(["brier"], width: 80)[0] == "strategy     trigger  brier")
  }

  @Test func documentsShowThemToo() {
    let text = MarkdownTable(columns: ["versions", "kappa"]).render(summary)
    #expect(text.hasPrefix("| strategy | trigger | vers. | kappa |\n"))
    #expect(text.contains("| incremental | every | 8 | 0.700 |"))
    #expect(LaTeXTable(columns: ["kappa"]).render(summary).contains("frozen & -- & 0.700"))
  }

  @Test func tablesForProgramsHaveTheirStatistics() throws {
    var differences = Table(columns: [
      "strategy", "trigger", "baseline", "metric", "mean", "t_low", "t_high",
    ])
    differences.append([
      .text("incremental"), .text("every"), .text("frozen"), .text("accuracy"), .number(0.25),
      .number(0.125), .number(0.375),
    ])
    let table = summary.columns(["versions", "difference", "absent"], differences: differences)
    #expect(
      table.columns == [
        "strategy", "trigger", "seeds", "diverged", "loses_to", "versions_mean", "versions_sd",
        "versions_low", "versions_high", "difference_mean", "difference_low", "difference_high",
        "absent_mean", "absent_sd", "absent_low", "absent_high",
      ])
    let undefined = Table.Cell.number(nil)
    #expect(
      table.rows[1][5...] == [
        .number(8), .number(0.005), .number(7.99), .number(8.01), .number(0.25), .number(0.125),
        .number(0.375), undefined, undefined, undefined, undefined,
      ])
    #expect(table.rows[0][9] == undefined)
    #expect(summary.columns([], differences: nil) == summary)
  }
}
