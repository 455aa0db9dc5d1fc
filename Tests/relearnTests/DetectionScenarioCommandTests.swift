import Foundation
import Testing

/// Scenarios of detectors, as a person runs them.
@Suite struct DetectionScenarioCommandTests {
  private static let scenario = """
    name: alarms
    seeds: 3
    streams:
      - name: calm
        generator: {name: bernoulli, rate: 0.2}
        rows: 400
        watch: label
      - name: sudden
        generator: {name: bernoulli, rate: 0.05}
        rows: 600
        concepts: [{at: 0}, {at: 300, rate: 0.9}]
        watch: label
      - {name: model, generator: sea, rows: 300}
      - {name: own, path: rows.csv, label: y, segments: 2, watch: label}
    detectors: [adwin, ddm, {name: hddm-a, label: hoeffding}, {name: eddm, drift: [0.8, 0.9]}]
    model: {hidden: [4]}
    warm-up: {rows: 50}
    score: {window: 100}

    """
  private static let rows =
    "a,y\n" + (0..<200).map { "\($0 % 7),\($0 * $0 % 3 == 0 ? 0 : 1)\n" }.joined()
  private static let files = ["alarms.csv", "manifest.json", "runs.csv", "summary.csv"]

  private func inFolder(_ body: (URL) throws -> Void) throws {
    try TemporaryFolder.with(["alarms.yaml": Self.scenario, "rows.csv": Self.rows], body)
  }

  private func text(_ name: String, in folder: URL) throws -> String {
    try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
  }

  private func table(_ name: String, in folder: URL) throws -> [[String: String]] {
    let lines = try text(name, in: folder).split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    return lines.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(lines[0], $0)) }
  }

  @Test func writesEveryFileAndPrintsABlockAStream() throws {
    try inFolder { folder in
      let result = try Program.run("run", "alarms.yaml", in: folder)
      #expect(result.status == 0, "\(result.error)")
      let lines = result.output.split(separator: "\n")
      #expect(lines.allSatisfy { $0.count <= 80 })
      for line in [
        "calm: no drift", "sudden: drift at 300", "model: no drift", "own: drifts unknown",
        "results: results/runs/alarms",
      ] {
        #expect(lines.contains(Substring(line)), "\(line)")
      }
      #expect(lines[0].hasPrefix("alarms: 60 runs in "))
      #expect(lines.count { $0.hasPrefix("hoeffding ") } == 4)
      #expect(lines.count { $0.hasPrefix("eddm drift=0.8") } == 4)
      let out = folder.appendingPathComponent("results/runs/alarms")
      let names = try FileManager.default.contentsOfDirectory(atPath: out.path).sorted()
      #expect(names == Self.files)
      let manifest = try JSONSerialization.jsonObject(
        with: Data(contentsOf: out.appendingPathComponent("manifest.json")))
      let fields = try #require(manifest as? [String: Any])
      #expect(fields["scenario"] as? String == Self.scenario && fields["runs"] as? Int == 60)
      try check(out)
    }
  }

  /// The files agree with each other and with what cannot be missed: .05 becomes .9.
  private func check(_ out: URL) throws {
    let summary = try table("summary.csv", in: out)
    let runs = try table("runs.csv", in: out)
    let alarms = try table("alarms.csv", in: out)
    #expect(summary.count == 4 * 5 && runs.count == 60)
    for row in summary {
      let own = runs.filter {
        $0["stream"] == row["stream"] && $0["detector"] == row["detector"]
      }
      #expect(own.map { $0["seed"] } == ["1", "2", "3"])
      let counted = alarms.count {
        $0["stream"] == row["stream"] && $0["detector"] == row["detector"]
      }
      #expect(row["alarms"] == "\(counted)")
      #expect(own.compactMap { Int($0["alarms"] ?? "") }.reduce(0, +) == counted)
      switch row["stream"] {
      case "sudden": #expect(row["recall"] == "1.0" && row["drifts"] == "3")
      case "own":
        #expect(row["recall"] == "" && row["false_alarms"] == "" && row["drifts_at"] == "unknown")
      default: #expect(row["recall"] == "" && row["false_alarms"] == row["alarms"])
      }
    }
    let found = alarms.filter { $0["verdict"] == "detection" }
    #expect(found.count == 15)
    for alarm in found {
      #expect(
        Int(alarm["row"] ?? "").map { $0 - 300 } == Int(alarm["delay"] ?? "")
          && alarm["drift_at"] == "300")
    }
  }

  @Test func resultsDoNotDependOnJobs() throws {
    try inFolder { folder in
      for (out, jobs) in [("a", "1"), ("b", "3")] {
        let result = try Program.run(
          "run", "alarms.yaml", "--out", out, "--jobs", jobs, "--quiet", in: folder)
        #expect(result.status == 0 && result.error.isEmpty, "\(result.error)")
      }
      for name in Self.files where name != "manifest.json" {
        #expect(try text("a/\(name)", in: folder) == text("b/\(name)", in: folder), "\(name)")
      }
    }
  }

  @Test func formatsForOtherPrograms() throws {
    try inFolder { folder in
      func output(_ format: String) throws -> String {
        let result = try Program.run(
          "run", "alarms.yaml", "--out", "out", "--quiet", "--format", format, in: folder)
        #expect(result.status == 0 && result.error.isEmpty, "\(format): \(result.error)")
        return result.output
      }
      #expect(try output("csv") == text("out/summary.csv", in: folder))
      let json = try JSONSerialization.jsonObject(with: Data(output("json").utf8))
      let rows = try #require(json as? [[String: Any]])
      #expect(rows.count == 20 && rows[0]["detector"] as? String == "adwin")
      #expect(try output("markdown").hasPrefix("| stream | detector | FA/1000 | recall |"))
      #expect(try output("latex").hasPrefix("\\begin{tabular}{ll"))
    }
  }

  @Test func isCheckedForecastAndChangedLikeAnyScenario() throws {
    try inFolder { folder in
      let check = try Program.run("check", "alarms.yaml", "--set", "seeds=2", in: folder)
      #expect(check.output == "ok alarms: 40 jobs\n" && check.status == 0)
      let forecast = try Program.run("run", "alarms.yaml", "--dry-run", "--seeds", "5", in: folder)
      #expect(forecast.output.hasPrefix("alarms: 100 runs, about "))
      #expect(forecast.output.contains("(from 20 trial runs)"))
      #expect(!FileManager.default.fileExists(atPath: folder.path + "/results"))
      let changed = try Program.run(
        "run", "alarms.yaml", "--seeds", "1", "--set", "detectors=[kswin]", "--set",
        "streams[0].rows=50", "--out", "out", in: folder)
      #expect(changed.status == 0, "\(changed.error)")
      let runs = try table("out/runs.csv", in: folder)
      #expect(runs.map { $0["rows"] } == ["50", "600", "300", "150"])
    }
  }

  /// A detector that finds out only later that it does not take the numbers: its row is marked.
  @Test func aDetectorThatRefusesLaterIsMarked() throws {
    let late = "a,y\n" + (0..<300).map { "\($0 < 200 ? $0 % 2 : 2),\($0 % 2)\n" }.joined()
    let scenario = """
      name: late
      streams: [{path: late.csv, label: y, watch: a}]
      detectors: [ddm, adwin]
      warm-up: {rows: 50}

      """
    try TemporaryFolder.with(["late.yaml": scenario, "late.csv": late]) { folder in
      let result = try Program.run("run", "late.yaml", "--out", "out", in: folder)
      #expect(result.status == 0, "\(result.error)")
      #expect(result.output.contains("ddm !"))
      let words = result.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
      #expect(
        words.contains(
          "! ddm on recorded, 1 of 1 runs not scored: refused at row 150: ddm cannot take"))
      let summary = try table("out/summary.csv", in: folder)
      #expect(summary.map { $0["incomplete"] } == ["1", "0"] && summary[0]["alarms"] == "")
    }
  }

  @Test func mistakesAreToldBeforeAnythingRuns() throws {
    try inFolder { folder in
      let wrong = try Program.run(
        "run", "alarms.yaml", "--set", "streams[2].watch=loss", in: folder)
      #expect(wrong.status == 65 && wrong.output.isEmpty)
      #expect(
        wrong.error.contains("alarms.yaml:15: detectors[1]: ddm cannot take the value 0.5"))
      let other = try Program.run("stream", "alarms.yaml", in: folder)
      #expect(other.status == 65 && other.error.contains("a comparison of detectors"))
      #expect(!FileManager.default.fileExists(atPath: folder.path + "/results"))
    }
  }

  @Test func keysAreDescribed() throws {
    let result = try Program.run("describe", "detection-scenario", "streams.watch", "score")
    #expect(result.status == 0, "\(result.error)")
    for part in ["streams:", "detectors:", "window:", "default error"] {
      #expect(result.output.contains(part), "\(part)")
    }
  }
}
