import Core
import Testing

@testable import Report

/// The scores of detectors in every rendering.
@Suite struct DetectionTableTests {
  private static let numbers = [
    "false_alarms_per_1000", "recall", "delay", "precision", "mtfa", "mtr", "every_recall",
    "random_recall", "alarms_per_1000",
  ]

  /// A row: stream, drifts, detector, runs not completed and why, alarms, then ``numbers``.
  private func table(
    _ rows: [(String, String, String, Int, String, Int?, [Double?])]
  ) -> Table {
    var table = Table(
      columns: ["stream", "drifts_at", "detector", "seeds", "incomplete", "problem", "alarms"]
        + Self.numbers)
    for (stream, drifts, detector, incomplete, problem, alarms, numbers) in rows {
      table.append(
        [
          .text(stream), .text(drifts), .text(detector), .integer(3), .integer(incomplete),
          .text(problem), alarms.map(Table.Cell.integer) ?? .number(nil),
        ] + numbers.map(Table.Cell.number))
    }
    return table
  }

  private var example: Table {
    table([
      ("calm", "none", "ddm", 0, "", 4, [0.125, nil, nil, nil, 8000, nil, nil, nil, 0.125]),
      (
        "noisy|one", "500 800:20", "adwin", 0, "", 12,
        [0.5, 0.75, 104.4, 0.9, 2000, 14.37, 0.25, 0.125, 1.2]
      ),
      (
        "noisy|one", "500 800:20", "page-hinkley-river threshold=20", 1, "refused at row 3: no", 12,
        [0, 1, 5, 1, nil, nil, 0.5, 0.25, 1.2]
      ),
      ("own", "unknown", "ddm", 0, "", 7, [nil, nil, nil, nil, nil, nil, nil, nil, 0.7]),
    ])
  }

  @Test func eightyColumnsByHand() {
    #expect(
      DetectionTable(width: 80).render(example) == """
        calm: no drift

        detector  FA/1000    MTFA  alarms
        ---------------------------------
        ddm         0.125  8.00 k       4

        noisy|one: drifts at 500, 800:20

        detector              FA/1000  recall  delay  prec.    MTFA   MTR  every  random
        --------------------------------------------------------------------------------
        adwin                   0.500   0.750    104  0.900  2.00 k  14.4  0.250   0.125
        page-hinkley-…d=20 !    0.000   1.000      5  1.000                0.500   0.250

        own: drifts unknown

        detector  alarms  per 1000
        --------------------------
        ddm            7     0.700

        """ + notes)
  }

  private var notes: String {
    """

    ! page-hinkley-river threshold=20 on noisy|one, 1 of 3 runs not scored: refused
      at row 3: no
    Counts of alarms are over all runs.
    FA/1000 = false alarms for 1000 rows outside the windows of drifts, delay = rows
      until a drift was detected, of those that were, prec. = precision, MTFA = rows
      between false alarms, MTR = MTFA / delay · recall, every = recall of as many
      alarms at even distances, where they begin drawn, random = recall of as many
      alarms at random rows

    """
  }

  @Test(arguments: [20, 40, 60, 79, 80, 81, 100, 200]) func noLineIsTooLong(width: Int) {
    let text = DetectionTable(width: width).render(example)
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= width })
    #expect(text.contains("adwin"))
  }

  /// A table of one series of alarms has no streams; what there is room for is shown.
  @Test func withoutStreams() {
    var table = Table(columns: ["detector", "alarms", "false_alarms", "repeats", "recall"])
    table.append([.text("ddm"), .integer(3), .integer(1), .integer(0), .number(1)])
    table.append([.text("random"), .integer(3), .number(2.96), .number(0.01), .number(0.03)])
    let lines = DetectionTable(width: 80).render(table).split(separator: "\n")
    #expect(lines[0] == "detector  recall  alarms  false  repeats")
    #expect(lines[2] == "ddm        1.000       3      1        0")
    #expect(lines[3] == "random     0.030       3    3.0      0.0")
    #expect(!lines.contains { $0.hasPrefix("Counts") })
  }

  @Test func markdownByHand() {
    let lines = MarkdownTable.text(detection: example).split(separator: "\n").map(String.init)
    #expect(lines[0].hasPrefix("| stream | detector | FA/1000 | recall | delay | prec. | MTFA |"))
    #expect(lines[1].hasPrefix("| --- | --- | ---: | ---: |"))
    #expect(
      lines[3]
        == "| noisy\\|one | adwin | 0.500 | 0.750 | 104 | 0.900 | 2.00 k | 14.4 | 0.250 | 0.125 | 12 |  |"
    )
    #expect(lines[2..<6].allSatisfy { $0.hasPrefix("| ") && $0.hasSuffix(" |") })
  }

  @Test func latexPartsStreamsByRules() {
    let text = LaTeXTable.text(detection: example)
    #expect(text.hasPrefix("\\begin{tabular}{llrrrrrrrrrr}\n\\toprule\n"))
    #expect(text.split(separator: "\n").count { $0 == "\\midrule" } == 3)
  }

  @Test func noRows() { #expect(DetectionTable(width: 80).render(table([])) == "no runs\n") }
}
