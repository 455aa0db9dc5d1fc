import Core
import Evaluation
import Simulation
import Store

/// One comparison of detectors from its runs to its table and files: the walk, in order.
struct DetectionSession {
  let scenario: DetectionScenario
  let folder: String
  let workers: Int
  let overwrite: Bool
  let showsProgress: Bool
  let format: SummaryFormat

  func run() async throws {
    let results = ResultFolder(folder)
    try results.prepare(scenario: scenario.name, overwrite: overwrite)

    let start = ContinuousClock.now
    var progress = Progress(scenario.name, total: scenario.runCount, isShown: showsProgress)
    let runs = try await JobPool.run(scenario, workers: workers) { progress.update(finished: $0) }
    progress.finish()
    let seconds = (ContinuousClock.now - start) / .seconds(1)

    let tables = DetectionTables(runs, window: scenario.window)
    let summary = tables.summary
    if format == .table {
      print(
        "\(scenario.name): \(runs.count) runs in \(Progress.clock(seconds)), window "
          + "\(scenario.window) rows\n")
    }
    print(format.text(detection: summary), terminator: "")

    // The manifest first: a folder with one can be taken again if the program is stopped meanwhile.
    let provenance = Provenance(.detectors(scenario), workers: workers, seconds: seconds)
    try results.write([
      (.manifest, provenance.manifest.text), (.summary, CSV.text(of: summary)),
      (.runs, CSV.text(of: tables.perRun)), (.alarms, CSV.text(of: tables.alarms)),
    ])
    if format == .table { print("\nresults: \(folder)") }
  }
}
