import ArgumentParser
import Catalog
import Core
import Evaluation
import Foundation
import Numerics
import Report
import Simulation
import Store
import System

/// `relearn run SCENARIO…`
struct RunCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Simulate a comparison, print its table and write its results.",
    discussion: """
      Results go to results/runs/NAME, or to --out (with several scenarios, a folder of that each). \
      They do not depend on --jobs.
      """)

  @Argument(
    help: ArgumentHelp("The scenario files.", valueName: "scenario"),
    completion: .file(extensions: ["yaml", "yml"]))
  var scenarios: [String]

  @OptionGroup var changes: ScenarioChanges

  @Option(help: "Run seeds 1…n, whatever the scenario says.")
  var seeds: Int?

  @Option(help: "Runs at once (default: one a processor).")
  var jobs: Int?

  @Option(help: "The folder for the results.", completion: .directory)
  var out: String?

  @Option(help: "How the summary is printed.")
  var format = SummaryFormat.table

  @Option(
    help: ArgumentHelp(
      "What the summary shows: metrics, apart by commas (relearn list metrics), difference, "
        + "wall-seconds.", valueName: "names"))
  var columns: String?

  @Flag(help: "Replace the results of another scenario in the folder.")
  var overwrite = false

  @Flag(help: "Check, say how many runs there are and how long they would take, and stop.")
  var dryRun = false

  @Flag(help: "No progress on standard error.")
  var quiet = false

  func validate() throws {
    if let jobs, jobs < 1 { throw ValidationError("--jobs \(jobs): at least 1") }
  }

  func run() async throws {
    let overrides =
      changes.set
      + [seeds.map { "seeds=\($0)" }, columns.map { "columns=[\($0)]" }]
      .compactMap(\.self)
    let checked = try scenarios.map {
      try Catalog.standard.experiment(file: $0, overrides: overrides)
    }
    try refuseSharedFolders(checked)
    if BLAS.isReference {
      ExitStatus.tell("OpenBLAS is not installed; training runs on a slow matrix library")
    }
    let workers = jobs ?? ProcessInfo.processInfo.activeProcessorCount
    for experiment in checked {
      if dryRun {
        print(try Forecast(experiment).text(workers: workers))
      } else {
        try await run(experiment, workers: workers)
      }
    }
  }

  private func run(_ experiment: Experiment, workers: Int) async throws {
    let folder = folder(experiment)
    switch experiment {
    case .strategies(let scenario):
      try await Session(
        scenario: scenario, folder: folder, workers: workers, overwrite: overwrite,
        showsProgress: !quiet, format: format
      ).run()
    case .detectors(let scenario):
      try await DetectionSession(
        scenario: scenario, folder: folder, workers: workers, overwrite: overwrite,
        showsProgress: !quiet, format: format
      ).run()
    }
  }

  private func folder(_ experiment: Experiment) -> String {
    guard let out else { return "results/runs/\(experiment.name)" }
    return scenarios.count == 1 ? out : "\(out)/\(experiment.name)"
  }

  /// Two scenarios of one name would write into one folder.
  private func refuseSharedFolders(_ checked: [Experiment]) throws {
    for (i, experiment) in checked.enumerated()
    where checked[..<i].contains(where: { $0.name == experiment.name }) {
      throw InputError(
        file: scenarios[i], key: "name",
        "\(experiment.name) is also the name of another scenario of this run")
    }
  }
}
