import Foundation
import Testing

/// What the printed table shows, as a person asks for it.
@Suite struct ColumnsCommandTests {
  private static let tiny = """
    name: tiny
    seeds: 2
    stream: {generator: sea, rows: 600, batch: 20}
    model: {hidden: [4]}
    warm-up: {rows: 100}
    strategies: [frozen, incremental, no-change-known]
    triggers: [{name: every, steps: 5}]
    evaluate: {robustness: {epsilon: 0.2}}

    """

  /// The cells of the named columns of a printed CSV, by strategy.
  private func cells(_ csv: String, _ columns: [String]) throws -> [String: [Double?]] {
    let lines = csv.split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    let places = try columns.map { try #require(lines[0].firstIndex(of: $0)) }
    return Dictionary(
      lines.dropFirst().map { line in (line[0], places.map { Double(line[$0]) }) },
      uniquingKeysWith: { first, _ in first })
  }

  /// 30 steps and an update every five: six updates, the last of which is followed by no step.
  @Test func versionsAndServingByHand() throws {
    try TemporaryFolder.with(["tiny.yaml": Self.tiny]) { folder in
      let result = try Program.run(
        "run", "tiny.yaml", "--quiet", "--format", "csv", "--columns",
        "versions,updates,serve-flop,robustness,final,wall-seconds", in: folder)
      #expect(result.status == 0, "\(result.error)")
      let rows = try cells(
        result.output,
        ["versions_mean", "updates_mean", "serving_flops_per_row_mean", "robustness_mean"])
      // 3-4-2: 2 (12 + 8) FLOP a prediction, and none for repeating a label, where there is nothing to attack.
      #expect(rows["frozen"]?.prefix(3) == [1, 0, 40])
      #expect(rows["incremental"]?.prefix(3) == [6, 6, 40])
      #expect(rows["no-change-known"]?[2...] == [0, nil])
      #expect(rows["no-change"] == [nil, nil, nil, nil])
      let pairs = try cells(result.output, ["robustness_mean", "final_accuracy_mean"])
      let incremental = try #require(pairs["incremental"]).compactMap(\.self)
      #expect(incremental.count == 2 && incremental[0] < incremental[1])
      let seconds = try cells(result.output, ["wall_seconds_mean"])
      #expect(try #require(seconds["frozen"]?[0]) > 0)
      let file = try String(
        contentsOf: folder.appendingPathComponent("results/runs/tiny/summary.csv"), encoding: .utf8)
      #expect(!file.contains("wall_seconds") && file.contains("accuracy_mean"))
    }
  }

  @Test func theScenarioOrTheCommandChooses() throws {
    let text = Self.tiny + "columns: [versions, forgetting, robustness]\n"
    try TemporaryFolder.with(["tiny.yaml": text]) { folder in
      let own = try Program.run("run", "tiny.yaml", "--quiet", in: folder).output
      #expect(own.contains("vers.  forget  robust") && !own.contains("accuracy      "))
      #expect(own.contains("undefined in every row: forgetting-max"), "one concept")
      let other = try Program.run("run", "tiny.yaml", "--quiet", "--columns", "kappa", in: folder)
      #expect(other.output.contains("kappa") && !other.output.contains("vers."))
    }
  }

  @Test func namesAreChecked() throws {
    try TemporaryFolder.with(["tiny.yaml": Self.tiny]) { folder in
      let result = try Program.run("run", "tiny.yaml", "--columns", "kapa,acuracy", in: folder)
      #expect(result.status == 65 && result.output.isEmpty)
      #expect(result.error.contains("kapa is unknown; did you mean kappa?"), "\(result.error)")
      #expect(result.error.contains("did you mean accuracy?"))
    }
  }

  /// A codebook whose balls hold one row each corrects what it is told and nothing else.
  @Test func tinyBallsAreEffectiveAndLocal() throws {
    let text = """
      name: edits
      stream:
        generator: {name: facts, entities: 6, relations: 2, objects: 3}
        rows: 800
        batch: 20
        concepts: [{at: 0}, {at: 400, edited: 0.5}]
      model: {hidden: [16]}
      warm-up: {rows: 400}
      strategies: [frozen, incremental, {name: patch, kind: codebook, radius: 1e-6, capacity: 2000}]
      triggers: [{name: every, steps: 2}]
      evaluate: {edits: true, holdout: 100}
      columns: [efficacy, generalization, locality]

      """
    try TemporaryFolder.with(["edits.yaml": text]) { folder in
      let result = try Program.run("run", "edits.yaml", "--quiet", "--format", "csv", in: folder)
      #expect(result.status == 0, "\(result.error)")
      let rows = try cells(
        result.output, ["efficacy_mean", "generalization_mean", "locality_mean"])
      #expect(rows["frozen"] == [nil, nil, nil])
      let patch = try #require(rows["patch"]).compactMap(\.self)
      #expect(patch.count == 3 && patch[0] == 1 && patch[2] == 1 && patch[1] < 0.5)
      let incremental = try #require(rows["incremental"]).compactMap(\.self)
      #expect(incremental.allSatisfy { (0...1).contains($0) } && incremental[2] < 1)
    }
  }
}
