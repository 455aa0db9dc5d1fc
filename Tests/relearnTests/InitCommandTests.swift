import Foundation
import Testing

/// `relearn init`: what it writes passes `check` and runs.
@Suite struct InitCommandTests {
  /// Rows of every sort of column; the label depends on the first.
  private static func table(
    rows: Int, delimiter: String = ",", header: String? = "when,x,side,n,y", missing: Set<Int> = []
  ) -> String {
    let lines = (0..<rows).map { i in
      let x = (i * 37) % 100
      let fields = [
        "2024-\(i)T00", missing.contains(i) ? "" : "0.\(x)", ["a", "b", "c d"][i % 3], "\(i % 7)",
        x > 50 ? "up" : "down",
      ]
      return fields.joined(separator: delimiter)
    }
    let head = header.map { [$0.replacingOccurrences(of: ",", with: delimiter)] } ?? []
    return (head + lines).joined(separator: "\n") + "\n"
  }

  @Test func threeCommandsCompareStrategiesOnOnesOwnRows() throws {
    try TemporaryFolder.with(["my data.csv": Self.table(rows: 300, missing: [7])]) { folder in
      let made = try Program.run("init", "my data.csv", "--out", "mine.yaml", in: folder)
      #expect(made.status == 0, "\(made.error)")
      #expect(made.output == "mine.yaml: a first scenario; next: relearn run mine.yaml\n")
      let text = try String(contentsOf: folder.appendingPathComponent("mine.yaml"), encoding: .utf8)
      for part in [
        "path: \"my data.csv\"", "ignore: [when]", "missing: drop", "label: y", "300 rows",
      ] {
        #expect(text.contains(part), "\(part)\n\(text)")
      }
      #expect(text.split(separator: "\n").allSatisfy { $0.count <= 120 })
      let checked = try Program.run("check", "mine.yaml", in: folder)
      #expect(checked.output == "ok my-data: 27 jobs\n", "\(checked.error)")
      let run = try Program.run("run", "mine.yaml", "--seeds", "1", "--quiet", in: folder)
      #expect(run.status == 0, "\(run.error)")
      #expect(run.output.contains("full-retrain") && run.output.contains("results/runs/my-data"))
    }
  }

  @Test func tablesOfManyFormsAreUnderstood() throws {
    let tables: [(text: String, arguments: [String], parts: [String])] = [
      (Self.table(rows: 60, delimiter: ";"), [], ["label: y"]),
      (Self.table(rows: 60, delimiter: "\t", header: nil), [], ["label: x5", "ignore: []"]),
      (Self.table(rows: 200, header: "when,x,side,n,the: \"\"label\"\" # 1"), [], ["label: "]),
      (Self.table(rows: 200), ["--label", "side"], ["label: side"]),
      (Self.table(rows: 200), ["--label", "3"], ["label: side"]),
      (Self.table(rows: 200, missing: Set(0..<50)), [], ["missing: zero"]),
      (Self.table(rows: 40), [], ["warm-up: {rows: 20}", "batch: 1 "]),
    ]
    for (i, table) in tables.enumerated() {
      try TemporaryFolder.with(["sub/rows.csv": table.text]) { folder in
        let made = try Program.run(
          arguments: ["init", "sub/rows.csv", "--out", "sub/s.yaml"] + table.arguments, in: folder)
        #expect(made.status == 0, "\(i): \(made.error)")
        let file = folder.appendingPathComponent("sub/s.yaml")
        let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
        #expect(text.contains("path: rows.csv"), "\(i)")
        for part in table.parts where part != "ignore: []" {
          #expect(text.contains(part), "\(i): \(part)\n\(text)")
        }
        let checked = try Program.run("check", "s.yaml", in: folder.appendingPathComponent("sub"))
        #expect(checked.status == 0, "\(i): \(checked.error)")
      }
    }
  }

  @Test func withoutAFileItGoesToStandardOutput() throws {
    try TemporaryFolder.with(["rows.csv": Self.table(rows: 300)]) { folder in
      let result = try Program.run("init", "rows.csv", in: folder)
      #expect(result.status == 0)
      #expect(result.output.contains("\n  path: rows.csv\n"))
      try Data(result.output.utf8).write(to: folder.appendingPathComponent("s.yaml"))
      #expect(try Program.run("check", "s.yaml", in: folder).status == 0)
    }
  }

  @Test func aScenarioIsNotReplacedUnlessForced() throws {
    let files = ["rows.csv": Self.table(rows: 300), "s.yaml": "mine\n"]
    try TemporaryFolder.with(files) { folder in
      let arguments = ["init", "rows.csv", "--out", "s.yaml"]
      let refused = try Program.run(arguments: arguments, in: folder)
      #expect(refused.status == 73)
      #expect(refused.error.contains("s.yaml: exists already") && refused.error.contains("--force"))
      let file = folder.appendingPathComponent("s.yaml")
      #expect(try String(contentsOf: file, encoding: .utf8) == "mine\n")
      #expect(try Program.run(arguments: arguments + ["--force"], in: folder).status == 0)
      #expect(try String(contentsOf: file, encoding: .utf8) != "mine\n")
    }
  }

  @Test(arguments: [
    ("a,y\n1,0\n", "1 rows; allowed: 40 or more"), ("", "empty"), ("a\n1\n2\n", "has one column"),
    ("a,y\n1,0\n1,0,3\n", "rows.csv:3: has 3 fields, but line 1 has 2"),
    (String(repeating: "1,0\n", count: 60), "all rows are of one class"),
    (
      "a,y\n" + (0..<200).map { "w\($0),\($0 % 2)\n" }.joined(),
      "no column has numbers or at most 100 distinct words"
    ),
  ])
  func whatIsNoTableIsTold(text: String, problem: String) throws {
    try TemporaryFolder.with(["rows.csv": text]) { folder in
      let result = try Program.run("init", "rows.csv", "--out", "s.yaml", in: folder)
      #expect(result.status == 65)
      #expect(result.error.hasPrefix("relearn: rows.csv"), "\(result.error)")
      #expect(result.error.contains(problem), "\(result.error)")
      #expect(!FileManager.default.fileExists(atPath: folder.appendingPathComponent("s.yaml").path))
    }
  }
}
