import Foundation
import Testing

/// Drifts that are described, from the scenario to the files.
@Suite struct DiagnosisCommandTests {
  private static func scenario(_ strategies: String, _ more: String = "") -> String {
    """
    name: told
    decisions: all
    stream:
      generator: sea
      rows: 1200
      batch: 100
      concepts: [{at: 0, function: 3}, {at: 600, function: 4}]
    model: {hidden: [4]}
    warm-up: {rows: 500}
    strategies: \(strategies)
    triggers: [{name: every, steps: 6}]
    evaluate: {every: 10, holdout: 50}
    \(more)

    """
  }

  /// The lines of diagnosis.csv as columns by name, and of decisions.jsonl; `nil` without the file.
  private func run(
    _ scenario: String, in folder: URL
  ) throws -> (rows: [[String: String]]?, decisions: [[String: Any]]) {
    try Data(scenario.utf8).write(to: folder.appendingPathComponent("told.yaml"))
    let result = try Program.run("run", "told.yaml", "--quiet", in: folder)
    #expect(result.status == 0, "\(result.error)")
    let out = folder.appendingPathComponent("results/runs/told")
    let decisions = try String(
      contentsOf: out.appendingPathComponent("decisions.jsonl"), encoding: .utf8
    ).split(separator: "\n").compactMap {
      try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any]
    }
    let file = out.appendingPathComponent("diagnosis.csv")
    guard let text = try? String(contentsOf: file, encoding: .utf8) else { return (nil, decisions) }
    let lines = text.split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    return (
      lines.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(lines[0], $0)) }, decisions
    )
  }

  @Test func fromTheScenarioToTheFiles() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }

    let all = try run(
      Self.scenario("[frozen, incremental]", "diagnosis: {every: 4, window: 300}"),
      in: folder)
    let rows = try #require(all.rows)
    // Steps 3, 7, 11 of either, and the updates of one at 5 and 11.
    #expect(rows.map { $0["step"] } == ["3", "7", "11", "3", "5", "7", "11"])
    #expect(
      rows.map { $0["true_kind"] } == [
        "none", "concept", "concept", "none", "none", "concept", "concept",
      ])
    let told = all.decisions.filter { $0["diagnosis"] != nil }
    #expect(told.compactMap { $0["step"] as? Int } == [3, 5, 7, 11])
    let last = try #require(told.last?["diagnosis"] as? [String: Any])
    #expect(last["kind"] as? String == rows.last?["kind"])
    #expect((last["evidence"] as? [[String: Any]])?.isEmpty == false)

    // Only those that ask; nothing is left behind where nobody does.
    let asked = try run(Self.scenario("[incremental, advisor]"), in: folder)
    #expect(asked.rows?.compactMap { $0["strategy"] } == ["advisor", "advisor"])
    let nobody = try run(Self.scenario("[incremental]"), in: folder)
    #expect(nobody.rows == nil && nobody.decisions.allSatisfy { $0["diagnosis"] == nil })
  }
}
