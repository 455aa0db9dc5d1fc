import Foundation
import Testing

/// A stream whose labels are numbers, from the scenario to the tables.
@Suite struct RegressionTests {
  private static let scenario = """
    name: numbers
    seeds: 2
    stream:
      generator: {name: friedman, noise: 0.5}
      rows: 1000
      batch: 50
      concepts: [{at: 0}, {at: 500, function: global-1}]
    model: {hidden: [8]}
    training: {learning-rate: 0.005, epochs: 2}
    warm-up: {rows: 200}
    strategies: [frozen, full-retrain, incremental, {name: replay, capacity: 100}]
    triggers: [{name: every, steps: 5}]
    evaluate: {every: 5, holdout: 50}
    baseline: full-retrain

    """

  /// A table by rows, each by the names of its columns.
  private func table(_ file: URL) throws -> [[String: String]] {
    let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
      .map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
    return lines.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(lines[0], $0)) }
  }

  @Test func errorsAndRSquaredAreMeasuredAndAccuraciesEmpty() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try Data(Self.scenario.utf8).write(to: folder.appendingPathComponent("s.yaml"))
    let result = try Program.run("run", "s.yaml", "--quiet", "--out", "out", in: folder)
    #expect(result.status == 0, "\(result.error)")
    #expect(result.output.contains("RMSE") && result.output.contains("forget"))
    let out = folder.appendingPathComponent("out")
    let runs = try table(out.appendingPathComponent("runs.csv"))
    #expect(runs.count == 8)
    for run in runs {
      // Nobody is better than the noise: 1000 squared errors of standard deviation √2 / 4.
      let error = try #require(Double(run["mean_squared_error"] ?? ""))
      #expect(error > 0.25 - 4 * 0.354 / 1000.0.squareRoot())
      for column in ["accuracy", "kappa", "churn"] {
        #expect(run[column]?.isEmpty == true, "\(column): \(run[column] ?? "none")")
      }
    }
    // Two segments and concepts: what is forgotten of the first, from the table.
    let matrix = try table(out.appendingPathComponent("accuracy_matrix.csv"))
    for run in runs {
      let row = ["strategy", "trigger", "seed"]
      func r(_ segment: String, _ concept: String) throws -> Double {
        let cell = matrix.first { cells in
          row.allSatisfy { cells[$0] == run[$0] } && cells["segment"] == segment
            && cells["concept"] == concept
        }
        return try #require(Double(cell?["accuracy"] ?? ""))
      }
      let forgetting = try #require(Double(run["forgetting_max"] ?? ""))
      #expect(try abs(forgetting - (r("0", "0") - r("1", "0"))) < 1e-12)
      let final = try #require(Double(run["final_accuracy"] ?? ""))
      #expect(try abs(final - (r("1", "0") + r("1", "1")) / 2) < 1e-12)
      #expect(try ["0", "1"].allSatisfy { try r($0, "0") < 1 })
    }
  }
}
