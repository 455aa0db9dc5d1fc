import Foundation
import Testing

/// `relearn run` as a person runs it.
@Suite struct RunCommandTests {
  private static let scenario = """
    name: tiny
    seeds: 2
    stream:
      generator: sea
      rows: 600
      batch: 20
      concepts: [{at: 0, function: 1}, {at: 300, function: 4}]
    model: {hidden: [4]}
    warm-up: {rows: 100}
    strategies: [frozen, incremental, full-retrain, {name: ewc, lambda: 1}, replay, lora, hybrid]
    triggers: [{name: every, steps: 5}, {name: detector, detector: ddm}]
    evaluate: {every: 10, holdout: 50}

    """

  private static let files = [
    "accuracy_matrix.csv", "decisions.jsonl", "differences.csv", "ledger.csv", "manifest.json",
    "quarantine.csv", "runs.csv", "summary.csv", "timeline.csv", "timings.csv",
    "versions.csv",
  ]

  private func inFolder(_ body: (URL) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try Data(Self.scenario.utf8).write(to: folder.appendingPathComponent("tiny.yaml"))
    try body(folder)
  }

  private func text(_ name: String, in folder: URL) throws -> String {
    try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
  }

  private func names(in folder: URL) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
  }

  @Test func writesEveryFileAndPrintsTheTable() throws {
    try inFolder { folder in
      let result = try Program.run("run", "tiny.yaml", in: folder)
      #expect(result.status == 0, "\(result.error)")
      for word in ["frozen", "hybrid", "detector", "no-change", "majority", "results/runs/tiny"] {
        #expect(result.output.contains(word), "\(word)")
      }
      #expect(result.output.split(separator: "\n").allSatisfy { $0.count <= 80 })
      let out = folder.appendingPathComponent("results/runs/tiny")
      #expect(try names(in: out) == Self.files)
      // 6 strategies under 2 triggers, frozen in one row, 2 controls; 2 seeds of each but the controls.
      #expect(try text("summary.csv", in: out).split(separator: "\n").count == 1 + 12 + 1 + 2)
      #expect(try text("timings.csv", in: out).split(separator: "\n").count == 1 + 26)
      // 2 segments and 30 steps: examined at steps 9, 14 (the first segment's end), 19, 29; 2 concepts.
      let matrix = try text("accuracy_matrix.csv", in: out).split(separator: "\n")
      #expect(matrix.count == 1 + 26 * 4 * 2)
      let manifest = try JSONSerialization.jsonObject(
        with: Data(contentsOf: out.appendingPathComponent("manifest.json")))
      let fields = try #require(manifest as? [String: Any])
      #expect(fields["scenario"] as? String == Self.scenario)
      #expect(fields["seeds"] as? [Int] == [1, 2])
    }
  }

  /// Nothing but the document is on standard output.
  @Test func formatsForOtherPrograms() throws {
    try inFolder { folder in
      func output(_ format: String) throws -> String {
        let result = try Program.run(
          "run", "tiny.yaml", "--out", "out", "--quiet", "--format", format, in: folder)
        #expect(result.status == 0 && result.error.isEmpty, "\(format): \(result.error)")
        return result.output
      }
      #expect(try output("csv") == text("summary.csv", in: folder.appendingPathComponent("out")))
      let json = try JSONSerialization.jsonObject(with: Data(output("json").utf8))
      let rows = try #require(json as? [[String: Any]])
      #expect(rows.count == 15)
      #expect(rows[0]["strategy"] as? String == "frozen")
      #expect(rows[0]["accuracy_mean"] is Double)
      let markdown = try output("markdown").split(separator: "\n")
      #expect(markdown[0].hasPrefix("| strategy | trigger | accuracy |"))
      #expect(markdown[..<17].allSatisfy { $0.hasPrefix("| ") && $0.hasSuffix(" |") })
      #expect(try output("latex").hasPrefix("\\begin{tabular}{ll"))
      let wrong = try Program.run("run", "tiny.yaml", "--format", "xml", in: folder)
      #expect(wrong.status == 64)
      #expect(
        wrong.error.contains("table, json, csv, markdown, latex") || wrong.error.contains("'latex'")
      )
    }
  }

  @Test func resultsDoNotDependOnJobsNorOnRepetition() throws {
    try inFolder { folder in
      for (out, jobs) in [("a", "1"), ("b", "3"), ("c", "2")] {
        let result = try Program.run(
          "run", "tiny.yaml", "--out", out, "--jobs", jobs, "--quiet", in: folder)
        #expect(result.status == 0)
        #expect(result.error.isEmpty)
      }
      for name in Self.files where name != "timings.csv" && name != "manifest.json" {
        let first = try text("a/\(name)", in: folder)
        #expect(try text("b/\(name)", in: folder) == first, "\(name)")
        #expect(try text("c/\(name)", in: folder) == first, "\(name)")
      }
    }
  }

  /// The losses of all runs, which move with every parameter.
  private func losses(in folder: URL) throws -> [Double] {
    let lines = try text("runs.csv", in: folder).split(separator: "\n")
      .map { $0.split(separator: ",", omittingEmptySubsequences: false) }
    let column = try #require(lines[0].firstIndex(of: "log_loss"))
    return try lines.dropFirst().map { try #require(Double($0[column])) }
  }

  /// Other kernels of OpenBLAS add in another order; the runs, some 200 training steps each, must agree.
  @Test func theCoreTypeIsTheUsersAndTheManifestNamesIt() throws {
    try inFolder { folder in
      let arguments = ["run", "tiny.yaml", "--seeds", "1", "--set", "training.epochs=4", "--out"]
      #expect(try Program.run(arguments: arguments + ["a"], in: folder).status == 0)
      let other = ["OPENBLAS_CORETYPE": "Haswell"]
      let result = try Program.run(arguments: arguments + ["b"], environment: other, in: folder)
      #expect(result.status == 0)
      let losses = (
        try losses(in: folder.appendingPathComponent("a")),
        try losses(in: folder.appendingPathComponent("b"))
      )
      #expect(losses.0.count == 13)
      for (first, second) in zip(losses.0, losses.1) { #expect(abs(first - second) < 1e-4) }
      #if arch(x86_64)
        let manifest = try text("b/manifest.json", in: folder)
        if !manifest.contains("GSL CBLAS") { #expect(manifest.contains("\"OpenBLAS Haswell\"")) }
      #endif
    }
  }

  @Test func refusesTheFolderOfAnotherScenario() throws {
    try inFolder { folder in
      #expect(try Program.run("run", "tiny.yaml", "--out", "out", in: folder).status == 0)
      let before = try text("out/summary.csv", in: folder)
      let other = ["run", "tiny.yaml", "--out", "out", "--set", "name=other", "--seeds", "1"]
      let refused = try Program.run(arguments: other, in: folder)
      #expect(refused.status == 73)
      #expect(refused.error.contains("another scenario, tiny"))
      #expect(refused.error.contains("--overwrite"))
      #expect(try text("out/summary.csv", in: folder) == before)
      #expect(try Program.run(arguments: other + ["--overwrite"], in: folder).status == 0)
      #expect(try text("out/summary.csv", in: folder) != before)
      // The same scenario may replace its own results.
      #expect(try Program.run(arguments: other, in: folder).status == 0)
    }
  }

  @Test func anUnwritableFolderIsToldBeforeAnythingRuns() throws {
    try inFolder { folder in
      let result = try Program.run("run", "tiny.yaml", "--out", "/dev/null/out", in: folder)
      #expect(result.status == 73)
      #expect(result.output.isEmpty)
      #expect(result.error.hasPrefix("relearn: /dev/null/out: cannot be written"))
    }
  }

  @Test func mistakesLeaveNothingBehind() throws {
    try inFolder { folder in
      let result = try Program.run(
        "run", "tiny.yaml", "--set", "training.learning-rate=-1", in: folder)
      #expect(result.status == 65)
      #expect(result.error.contains("training.learning-rate: -1 is out of range"))
      #expect(try names(in: folder) == ["tiny.yaml"])
    }
  }

  @Test func dryRunSaysHowLongAndWritesNothing() throws {
    try inFolder { folder in
      let result = try Program.run("run", "tiny.yaml", "--dry-run", in: folder)
      #expect(result.status == 0)
      #expect(result.output.hasPrefix("tiny: 26 runs, about "))
      #expect(result.output.contains("(from 13 trial runs)"))
      #expect(try names(in: folder) == ["tiny.yaml"])
    }
  }

  @Test func severalScenariosGoIntoFoldersOfTheirOwn() throws {
    try inFolder { folder in
      let second = Self.scenario.replacingOccurrences(of: "name: tiny", with: "name: second")
      try Data(second.utf8).write(to: folder.appendingPathComponent("second.yaml"))
      let both = ["run", "tiny.yaml", "second.yaml", "--seeds", "1", "--out", "out"]
      #expect(try Program.run(arguments: both, in: folder).status == 0)
      #expect(try names(in: folder.appendingPathComponent("out")) == ["second", "tiny"])
      let twice = try Program.run("run", "tiny.yaml", "tiny.yaml", in: folder)
      #expect(twice.status == 65)
      #expect(twice.error.contains("tiny is also the name of another scenario"))
    }
  }

  @Test func divergedRunsKeepTheirRow() throws {
    try inFolder { folder in
      let result = try Program.run(
        "run", "tiny.yaml", "--set", "training.learning-rate=1e30", "--out", "out", in: folder)
      #expect(result.status == 0)
      #expect(result.output.contains("diverged"))
      #expect(try text("out/runs.csv", in: folder).contains("diverged in warm-up"))
      #expect(try text("out/summary.csv", in: folder).split(separator: "\n").count == 1 + 13 + 2)
    }
  }
}
