import ArgumentParser
import Core
import Foundation
import Numerics
import Store

/// `relearn hindsight RUN`
struct HindsightCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "hindsight",
    abstract: "Say what the updates of a finished run were worth, and what would have been best.",
    discussion: """
      Holds the run's schedules of updates against the best one. For strategies that fit afresh, one training a \
      step prices every schedule, and the best is exact. Where updates build on one another, every path must be \
      trained: a beam search finds a good one and bounds the best. Writes hindsight.csv, and outcomes.jsonl, which relearn why then tells. The decisions \
      of the run stay as they are.
      """)

  @Argument(help: ArgumentHelp("The folder of the run.", valueName: "run"), completion: .directory)
  var path: String

  @Option(
    help: ArgumentHelp(
      "What paths in its scenario are relative to (default: the current folder).",
      valueName: "folder"), completion: .directory)
  var data: String?

  @OptionGroup var staleness: StalenessOptions

  @Option(
    help: ArgumentHelp(
      "Where updates build on one another, paths followed at once, a training a step each; 0 leaves these out.",
      valueName: "paths"))
  var beam = 8

  @Option(help: "How the table is printed; all but table print hindsight.csv, a row a run.")
  var format = SummaryFormat.table

  @Flag(help: "No progress on standard error.")
  var quiet = false

  func validate() throws {
    if beam < 0 { throw ValidationError("--beam \(beam): at least 0") }
  }

  func run() async throws {
    let folder = ResultFolder(path)
    try folder.requireResults()
    let plan = try HindsightPlan(
      folder, data: data ?? "", TuningOptions(updatePrice: staleness.updatePrice), beam: beam)
    if BLAS.isReference {
      ExitStatus.tell("OpenBLAS is not installed; training runs on a slow matrix library")
    }
    let progress = TuningProgress(
      plan.scenario.name, total: plan.trainings, isShown: !quiet)
    let found = try await plan.look(
      workers: staleness.workers, storage: staleness.matrices.map { MatrixFolder($0) },
      progress: progress)
    progress.finish()
    try folder.write([
      (.hindsight, CSV.text(of: found.table)), (.outcomes, JSONLines.outcomes(found.outcomes)),
    ])
    guard format == .table else {
      return print(format.text(of: found.table), terminator: "")
    }
    print(format.text(of: found.summary))
    print(TextLayout.notes(found.notes) + "\n\nresults: \(path)")
  }
}
