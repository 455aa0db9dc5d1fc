import ArgumentParser
import Foundation

/// Of commands that price schedules of updates.
struct StalenessOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "What an update costs in errors (default: the scenario's prices, else a tenth of a step's rows).",
      valueName: "errors"))
  var updatePrice: Double?

  @Option(
    help: ArgumentHelp(
      "Where staleness matrices are kept, and taken from if nothing that matters has changed (default: relearn tune: "
        + "matrices in the folder for the results; relearn hindsight: none is kept).",
      valueName: "folder"), completion: .directory)
  var matrices: String?

  @Option(help: "Trainings and replays at once (default: one a processor).")
  var jobs: Int?

  var workers: Int { jobs ?? ProcessInfo.processInfo.activeProcessorCount }

  func validate() throws {
    if let updatePrice, !(updatePrice >= 0 && updatePrice.isFinite) {
      throw ValidationError("--update-price \(updatePrice): at least 0")
    }
    if matrices == "" { throw ValidationError("--matrices: no folder is named") }
    if let jobs, jobs < 1 { throw ValidationError("--jobs \(jobs): at least 1") }
  }
}
