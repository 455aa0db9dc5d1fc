import Foundation
import Testing

/// `relearn hindsight` against real runs of the same schedules without an update.
@Suite struct HindsightCommandTests {
  private static let scenario = """
    name: past
    seeds: 2
    stream:
      generator: {name: sea, noise: 0.1}
      rows: 480
      batch: 40
      concepts: [{at: 0, function: 1}, {at: 200, function: 4}]
      labels: {delay: 1}
    model: {hidden: [4]}
    training: {epochs: 2, learning-rate: 0.2}
    warm-up: {rows: 80}
    evaluate: {holdout: 20}
    strategies: [full-retrain, incremental]
    triggers:
      - {name: every, steps: 6}
      - {name: every, steps: 12}
      - {name: every, steps: 6, max-updates: 1}
      - never
    """

  private static let price = 5.0

  /// In the folder of a finished run.
  private static func afterARun(_ body: (URL) throws -> Void) throws {
    try TemporaryFolder.with(["past.yaml": scenario]) { folder in
      let done = try Program.run("run", "past.yaml", "--out", "out", "--quiet", in: folder)
      #expect(done.status == 0, "\(done.error)")
      try body(folder)
    }
  }

  private static func text(_ name: String, in folder: URL) throws -> String {
    try String(contentsOf: folder.appendingPathComponent("out/\(name)"), encoding: .utf8)
  }

  private static func exists(_ name: String, in folder: URL) -> Bool {
    FileManager.default.fileExists(atPath: folder.appendingPathComponent("out/\(name)").path)
  }

  private static func hindsight(_ more: String..., in folder: URL) throws
    -> Program.Result
  {
    try Program.run(
      arguments: ["hindsight", "out", "--quiet", "--update-price", "\(price)"] + more,
      in: folder)
  }

  /// The rows of a table by the names of its columns.
  private static func rows(_ name: String, in folder: URL) throws -> [[String: String]] {
    let lines = try text(name, in: folder).split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    return lines.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(lines[0], $0)) }
  }

  /// Errors and updates of a real run.
  private static func cost(_ trigger: String, _ seed: Int, in folder: URL) throws
    -> Double
  {
    let row = try #require(
      try rows("runs.csv", in: folder).first {
        $0["strategy"] == "full-retrain" && $0["trigger"] == trigger && $0["seed"] == "\(seed)"
      })
    let (accuracy, updates) = (Double(row["accuracy"] ?? ""), Double(row["updates"] ?? ""))
    return ((1 - (try #require(accuracy))) * 480).rounded() + price * (try #require(updates))
  }

  private static func outcomes(in folder: URL) throws -> [[String: Any]] {
    try text("outcomes.jsonl", in: folder).split(separator: "\n").map { line in
      let object = try JSONSerialization.jsonObject(with: Data(line.utf8))
      return try #require(object as? [String: Any])
    }
  }

  private static let (six, twelve, once) = (
    "every steps=6", "every steps=12", "every steps=6 max-updates=1"
  )

  /// Of updates at steps 5 and 11, the run without the first is `every: 12`, that without the second has at most one.
  @Test func whatAnUpdateSavedIsWhatARunWithoutItCostsMore() throws {
    try Self.afterARun { folder in
      let decisions = try Self.text("decisions.jsonl", in: folder)
      let done = try Self.hindsight(in: folder)
      #expect(done.status == 0, "\(done.error)")
      #expect(
        done.output.contains("every steps=12")
          && done.output.contains("cannot be replayed: incremental"))
      let all = try Self.outcomes(in: folder)
      for seed in 1...2 {
        for (step, other) in [(5, Self.twelve), (11, Self.once)] {
          let outcome = try #require(
            all.first {
              $0["trigger"] as? String == Self.six && $0["seed"] as? Int == seed
                && $0["step"] as? Int == step
            })
          let saved =
            try Self.cost(other, seed, in: folder) - Self.cost(Self.six, seed, in: folder)
          #expect(abs((outcome["saved"] as? Double ?? .nan) - saved) < 1e-6)
          #expect((outcome["verdict"] as? String == "wasted") == (saved <= 0))
          #expect(outcome["unit"] as? String == "errors")
        }
      }
      #expect(all.allSatisfy { $0["strategy"] as? String == "full-retrain" })
      // What was decided stays as it was.
      #expect(try Self.text("decisions.jsonl", in: folder) == decisions)
      let why = try Program.run(
        "why", "out", "5", "--strategy", "full-retrain", "--trigger", Self.six, in: folder)
      #expect(why.output.contains("In hindsight it was"), "\(why.output)")
    }
  }

  @Test func costsAreThoseOfTheRuns() throws {
    try Self.afterARun { folder in
      _ = try Self.hindsight(in: folder)
      let rows = try Self.rows("hindsight.csv", in: folder)
      #expect(rows.count == 8)
      for row in rows {
        let (trigger, seed) = (try #require(row["trigger"]), try #require(Int(row["seed"] ?? "")))
        let cost = try #require(Double(row["cost"] ?? ""))
        #expect(abs(cost * 0.48 - (try Self.cost(trigger, seed, in: folder))) < 1e-6)
        #expect((Double(row["regret"] ?? "") ?? -1) >= -1e-9)
      }
      // Another run takes what was said of the one before with it.
      _ = try Program.run(
        "run", "past.yaml", "--out", "out", "--quiet", "--overwrite", in: folder)
      #expect(!Self.exists("outcomes.jsonl", in: folder))
      #expect(!Self.exists("hindsight.csv", in: folder))
    }
  }

  @Test func mistakes() throws {
    try Self.afterARun { folder in
      let decisions = try Self.text("decisions.jsonl", in: folder)
      try Data(
        decisions.replacingOccurrences(of: "\"seed\":2,\"step\":5", with: "\"seed\":2,\"step\":4")
          .utf8
      ).write(to: folder.appendingPathComponent("out/decisions.jsonl"))
      let other = try Self.hindsight(in: folder)
      #expect(
        other.status == 65 && other.error.contains("are not those that its scenario leads to"))
      #expect(!Self.exists("outcomes.jsonl", in: folder))
      let missing = try Program.run("hindsight", "nowhere", in: folder)
      #expect(missing.status == 65 && missing.error.contains("no such folder"))
      #expect(try Self.hindsight("--jobs", "0", in: folder).status == 64)
      try Data(
        Self.scenario.replacingOccurrences(of: "[full-retrain, incremental]", with: "[incremental]")
          .utf8
      ).write(to: folder.appendingPathComponent("warm.yaml"))
      _ = try Program.run("run", "warm.yaml", "--out", "warm", "--quiet", in: folder)
      let warm = try Program.run("hindsight", "warm", in: folder)
      #expect(warm.status == 65 && warm.error.contains("window-retrain"), "\(warm.error)")
    }
  }
}
