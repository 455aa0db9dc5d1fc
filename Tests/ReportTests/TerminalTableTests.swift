import Core
import Testing

@testable import Report

@Suite struct TerminalTableTests {
  private static let metrics = [
    "accuracy", "kappa", "bayes_regret", "final_accuracy", "bwt", "forgetting_max", "fwt",
    "recovery_time", "unrecovered", "training_flops", "serving_flops", "updates", "state_bytes",
  ]

  /// A summary with an interval of ±.01 around every mean; absent metrics are undefined.
  private func summary(
    _ rows: [(strategy: String, trigger: String, diverged: Int, losesTo: String, [String: Double])]
  ) -> Table {
    var table = Table(
      columns: ["strategy", "trigger", "seeds", "diverged", "loses_to"]
        + TerminalTableTests.metrics.flatMap { m in
          ["mean", "sd", "low", "high"].map { "\(m)_\($0)" }
        })
    for row in rows {
      table.append(
        [
          .text(row.strategy), .text(row.trigger), .integer(10), .integer(row.diverged),
          .text(row.losesTo),
        ]
          + TerminalTableTests.metrics.flatMap { metric -> [Table.Cell] in
            let mean = row.4[metric]
            return [mean, 0.005, mean.map { $0 - 0.01 }, mean.map { $0 + 0.01 }].map(
              Table.Cell.number)
          })
    }
    return table
  }

  private var example: Table {
    let all: [String: Double] = [
      "accuracy": 0.85312, "kappa": 0.7, "bayes_regret": 0.046, "final_accuracy": 0.8125,
      "bwt": -0.05,
      "forgetting_max": 0.0625, "fwt": 0.01, "recovery_time": 7.5, "unrecovered": 1,
      "training_flops": 12.34e9, "serving_flops": 5e6, "updates": 20, "state_bytes": 4096,
    ]
    return summary([
      ("full-retrain", "every", 0, "", all),
      ("elastic-weight-consolidation", "detector-adwin", 2, "", all),
      ("frozen", "–", 0, "no-change majority", all), ("online", "–", 0, "no-change", all),
      ("no-change", "–", 0, "", ["accuracy": 0.9]), ("majority", "–", 0, "", ["accuracy": 0.55]),
    ])
  }

  private func lines(_ table: Table, width: Int) -> [String] {
    TerminalTable(width: width).render(table).split(
      separator: "\n", omittingEmptySubsequences: false
    ).map(String.init)
  }

  @Test func eightyColumnsByHand() {
    #expect(
      lines(example, width: 80) == [
        "  strategy      trigger     accuracy      final  forget     BWT    FLOP  updates",
        "--------------------------------------------------------------------------------",
        "  full-retrain  every       0.853 ±0.010  0.812   0.062  -0.050  12.3 G       20",
        "! elastic…tion  detect…win  0.853 ±0.010  0.812   0.062  -0.050  12.3 G       20",
        "* frozen        –           0.853 ±0.010  0.812   0.062  -0.050  12.3 G       20",
        "* online        –           0.853 ±0.010  0.812   0.062  -0.050  12.3 G       20",
        "",
        "  no-change     –           0.900 ±0.010",
        "  majority      –           0.550 ±0.010",
        "",
        "* less accurate than no-change and majority: frozen",
        "* less accurate than no-change: online",
        "! diverged: elastic-weight-consolidation (detector-adwin) in 2 of 10 runs; their",
        "  means cover what was measured before, and are left out where nothing was",
        "± half of the 95 % t interval over seeds, final = final-accuracy, forget =",
        "  forgetting-max, FLOP = training-flops", "",
      ])
  }

  @Test(arguments: 1...200)
  func noLineIsWider(width: Int) {
    for line in lines(example, width: width) { #expect(line.count <= width, "\(line)") }
  }

  @Test func moreColumnsWhereThereIsRoom() {
    let wide = lines(example, width: 120)[0]
    for header in ["accuracy", "final", "forget", "BWT", "FLOP", "updates", "recovery"] {
      #expect(wide.contains(header), "\(header)")
    }
    #expect(lines(example, width: 120)[3].contains("elastic-weight-consolidation"))
    #expect(!lines(example, width: 80)[0].contains("recovery"))
    #expect(lines(example, width: 200)[0].contains("state"))
  }

  @Test func controlsStandApart() throws {
    let lines = lines(example, width: 80)
    let control = try #require(lines.firstIndex { $0.hasPrefix("  no-change") })
    #expect(lines[control - 1].isEmpty)
    #expect(lines[control + 1].hasPrefix("  majority"))
    #expect(lines[control].contains("0.900 ±0.010"))
  }

  @Test func footnotesSayWhatTheMarksMean() {
    let lines = lines(example, width: 200)
    #expect(lines[4].hasPrefix("* frozen"))
    #expect(lines[5].hasPrefix("* online"))
    #expect(lines[3].hasPrefix("! elastic"))
    #expect(lines.contains("* less accurate than no-change and majority: frozen"))
    #expect(lines.contains("* less accurate than no-change: online"))
    #expect(
      lines.contains {
        $0.hasPrefix("! diverged: elastic-weight-consolidation (detector-adwin) in 2 of 10 runs;")
      })
    #expect(lines.contains { $0.contains("forget = forgetting-max") })
  }

  @Test func noMarksNoNotes() {
    let text = TerminalTable(width: 80).render(
      summary([("full-retrain", "every", 0, "", ["accuracy": 0.9])]))
    #expect(!text.contains("*") && !text.contains("!"))
  }

  /// Metrics that no row defines have no column; where one row lacks a number its cell is empty.
  @Test func undefinedNumbers() {
    let lines = lines(
      summary([
        ("a", "every", 0, "", ["accuracy": 0.9, "updates": 3]),
        ("b", "every", 1, "", ["updates": 2]),
      ]), width: 80)
    #expect(
      lines[..<4] == [
        "  strategy  trigger  accuracy      updates",
        "------------------------------------------",
        "  a         every    0.900 ±0.010        3",
        "! b         every                        2",
      ])
  }

  /// One seed has no interval, and the legend does not speak of one.
  @Test func oneSeed() {
    var table = Table(columns: [
      "strategy", "trigger", "accuracy_mean", "accuracy_low", "accuracy_high",
    ])
    table.append([.text("a"), .text("every"), .number(0.9), .number(nil), .number(nil)])
    #expect(
      TerminalTable(width: 80).render(table) == """
        strategy  trigger  accuracy
        ---------------------------
        a         every    0.900

        """)
  }

  @Test func styleChangesNoCharacters() {
    let plain = TerminalTable(width: 80).render(example)
    let styled = TerminalTable(width: 80, isStyled: true).render(example)
    #expect(!plain.contains("\u{1B}"))
    #expect(styled.hasPrefix("\u{1B}[1m  strategy"))
    let bare = ["\u{1B}[1m", "\u{1B}[2m", "\u{1B}[0m"].reduce(styled) {
      $0.split(separator: $1, omittingEmptySubsequences: false).joined()
    }
    #expect(bare == plain)
  }

  @Test func nothingWasRun() {
    #expect(TerminalTable(width: 80).render(Table(columns: ["strategy"])) == "no runs\n")
  }
}
