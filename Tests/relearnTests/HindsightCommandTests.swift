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
  private static func cost(
    _ strategy: String = "full-retrain", _ trigger: String, _ seed: Int, in folder: URL
  ) throws -> Double {
    let row = try #require(
      try rows("runs.csv", in: folder).first {
        $0["strategy"] == strategy && $0["trigger"] == trigger && $0["seed"] == "\(seed)"
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
      let done = try Self.hindsight("--beam", "2", in: folder)
      #expect(done.status == 0, "\(done.error)")
      #expect(done.output.contains("every steps=12") && !done.output.contains("left out"))
      let all = try Self.outcomes(in: folder)
      for strategy in ["full-retrain", "incremental"] {
        for seed in 1...2 {
          for (step, other) in [(5, Self.twelve), (11, Self.once)] {
            let outcome = try #require(
              all.first {
                $0["strategy"] as? String == strategy && $0["trigger"] as? String == Self.six
                  && $0["seed"] as? Int == seed && $0["step"] as? Int == step
              })
            let saved =
              try Self.cost(strategy, other, seed, in: folder)
              - Self.cost(strategy, Self.six, seed, in: folder)
            #expect(abs((outcome["saved"] as? Double ?? .nan) - saved) < 1e-6)
            #expect((outcome["verdict"] as? String == "wasted") == (saved <= 0))
            #expect(outcome["unit"] as? String == "errors")
          }
        }
      }
      // What was decided stays as it was.
      #expect(try Self.text("decisions.jsonl", in: folder) == decisions)
      let why = try Program.run(
        "why", "out", "5", "--strategy", "full-retrain", "--trigger", Self.six, in: folder)
      #expect(why.output.contains("In hindsight it was"), "\(why.output)")
    }
  }

  @Test func costsAreThoseOfTheRuns() throws {
    try Self.afterARun { folder in
      let narrow = try Self.hindsight("--beam", "1", in: folder)
      #expect(narrow.output.contains("incremental: updates build on one another"))
      let rows = try Self.rows("hindsight.csv", in: folder)
      #expect(rows.count == 16)
      for row in rows {
        let (strategy, trigger) = (try #require(row["strategy"]), try #require(row["trigger"]))
        let seed = try #require(Int(row["seed"] ?? ""))
        let cost = try #require(Double(row["cost"] ?? ""))
        #expect(abs(cost * 0.48 - (try Self.cost(strategy, trigger, seed, in: folder))) < 1e-6)
        #expect((Double(row["regret"] ?? "") ?? -1) >= -1e-9)
        let (low, optimum) = (Double(row["optimum_low"] ?? ""), Double(row["optimum"] ?? ""))
        #expect(try #require(low) <= #require(optimum))
        if strategy == "full-retrain" { #expect(low == optimum) }
      }
      // What comes out does not depend on how much is done at once.
      let (csv, outcomes) = (
        try Self.text("hindsight.csv", in: folder), try Self.text("outcomes.jsonl", in: folder)
      )
      _ = try Self.hindsight("--beam", "1", "--jobs", "3", in: folder)
      #expect(try Self.text("hindsight.csv", in: folder) == csv)
      #expect(try Self.text("outcomes.jsonl", in: folder) == outcomes)
      let fresh = try Self.hindsight("--beam", "0", in: folder)
      #expect(fresh.output.contains("left out: incremental (updates build on one another"))
      #expect(
        try Self.outcomes(in: folder).allSatisfy { $0["strategy"] as? String == "full-retrain" })
      #expect(try Self.rows("hindsight.csv", in: folder).count == 8)
      // Another run takes what was said of the one before with it.
      _ = try Program.run(
        "run", "past.yaml", "--out", "out", "--quiet", "--overwrite", in: folder)
      #expect(!Self.exists("outcomes.jsonl", in: folder))
      #expect(!Self.exists("hindsight.csv", in: folder))
    }
  }

  /// A search trains what the look back has not, and neither needs a folder that it can write.
  @Test func matricesAreShared() throws {
    try Self.afterARun { folder in
      _ = try Self.hindsight("--beam", "0", in: folder)
      let csv = try Self.text("hindsight.csv", in: folder)
      func tune(_ matrices: String, _ out: String) throws -> Program.Result {
        try Program.run(
          "tune", "past.yaml", "--seeds", "2", "--trials", "20", "--update-price", "5",
          "--matrices",
          matrices, "--out", out, "--quiet", in: folder)
      }
      #expect(try Self.hindsight("--beam", "0", "--matrices", "kept", in: folder).status == 0)
      #expect(try Self.text("hindsight.csv", in: folder) == csv)
      // Seeds 1 and 2 are there; 3 and 4 are not, late labels or none; after that all are.
      let tuned = try tune("kept", "tuned")
      #expect(tuned.status == 0 && tuned.output.contains("72 trainings (24 from before)"))
      let again = try tune("kept", "again")
      #expect(again.output.contains("72 trainings (72 from before)"), "\(again.output)")
      let blocked = try tune("past.yaml", "blocked")
      #expect(blocked.status == 0 && blocked.error.contains("the next search trains again"))
      #expect(blocked.error.split(separator: "\n").count == 1, "\(blocked.error)")
      for name in ["tuning.csv", "trials.csv", "regret.csv"] {
        func table(_ out: String) throws -> String {
          try String(contentsOf: folder.appendingPathComponent("\(out)/\(name)"), encoding: .utf8)
        }
        #expect(try table("again") == table("tuned") && table("blocked") == table("tuned"))
      }
      let both = try Program.run("tune", "past.yaml", "--matrices", "a", "--discard", in: folder)
      #expect(both.status == 64)
      #expect(try Self.hindsight("--matrices", "", in: folder).status == 64)
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
      let warm = try Program.run("hindsight", "warm", "--beam", "0", in: folder)
      #expect(warm.status == 65 && warm.error.contains("window-retrain"), "\(warm.error)")
      #expect(try Program.run("hindsight", "warm", "--beam", "-1", in: folder).status == 64)
      #expect(try Program.run("hindsight", "warm", "--beam", "1", in: folder).status == 0)
      // A run of other accuracy is not the scenario's.
      let runs = folder.appendingPathComponent("warm/runs.csv")
      let text = try String(contentsOf: runs, encoding: .utf8)
      try Data(text.replacingOccurrences(of: ",0.", with: ",0.1").utf8).write(to: runs)
      let altered = try Program.run("hindsight", "warm", "--beam", "1", in: folder)
      #expect(altered.status == 65 && altered.error.contains("are not those"), "\(altered.error)")
    }
  }
}
