import Core
import Evaluation
import Simulation
import Store
import System

/// One scenario from its jobs to its table and files: the walk, in order.
struct Session {
  let scenario: Scenario
  let folder: String
  let workers: Int
  let overwrite: Bool
  let showsProgress: Bool
  let format: SummaryFormat

  func run() async throws {
    let results = ResultFolder(folder)
    try results.prepare(scenario: scenario.name, overwrite: overwrite)

    let start = ContinuousClock.now
    var progress = Progress(scenario.name, total: scenario.jobs.count, isShown: showsProgress)
    let runs = try await JobPool.run(scenario, workers: workers) { progress.update(finished: $0) }
    progress.finish()
    let seconds = (ContinuousClock.now - start) / .seconds(1)

    let tables = ResultTables(
      runs, window: scenario.evaluation.window, baseline: scenario.baseline,
      costModel: scenario.pricing)
    let (summary, differences) = (tables.summary, tables.differences)
    if format == .table {
      print("\(scenario.name): \(runs.count) runs in \(Progress.clock(seconds))\n")
    }
    let columns = scenario.columns
    let printed = columns.isEmpty ? summary : tables.timedSummary
    print(format.text(printed, differences, columns: columns), terminator: "")

    let extrapolation = Extrapolation(scenario, runs)

    // The manifest first: a folder with one can be taken again if the program is stopped meanwhile.
    let manifest = Provenance(.strategies(scenario), workers: workers, seconds: seconds).manifest
    if !tables.hasDiagnoses { results.remove(.diagnosis) }
    // What was found about an earlier run.
    for file in [ResultFolder.File.winners, .flips, .outcomes, .hindsight] { results.remove(file) }
    try results.write(
      [(.manifest, manifest.text)]
        + [(.summary, CSV.text(of: summary)), (.differences, CSV.text(of: differences))]
        + ResultFolder.tables(tables).map { ($0.file, CSV.text(of: $0.table)) }
        + [
          (
            .decisions,
            JSONLines.decisions(
              of: runs, scenario: scenario.name, text: scenario.text, plan: scenario.decisions)
          )
        ]
        + (extrapolation.map { [(.extrapolation, CSV.text(of: $0.table))] } ?? []))
    if format == .table {
      if let pricing = scenario.pricing as? LedgerPricing {
        print("\n" + TextLayout.notes(pricing.terms))
      }
      if let extrapolation {
        print("\n" + TextLayout.notes([extrapolation.title]) + "\n")
        print(format.text(of: extrapolation.summary), terminator: "")
      }
      print("\nresults: \(folder)")
    }
  }
}

extension ResultFolder {
  /// Which of the other tables goes into which file.
  static func tables(_ tables: ResultTables) -> [(file: File, table: Table)] {
    [
      (.runs, tables.perRun), (.timeline, tables.timeline),
      (.accuracyMatrix, tables.accuracyMatrix), (.ledger, tables.ledger),
      (.versions, tables.versions), (.quarantine, tables.quarantine), (.timings, tables.timings),
    ] + (tables.hasDiagnoses ? [(.diagnosis, tables.diagnosis)] : [])
  }
}
