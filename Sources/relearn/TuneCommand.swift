import ArgumentParser
import Catalog
import Core
import Foundation
import Numerics

/// `relearn tune SCENARIO`
struct TuneCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tune",
    abstract: "Search trigger settings, and test them on what they were not tuned on.",
    discussion: """
      One training a step prices every trigger (strategies that fit afresh only). Tuned on some seeds and tested \
      on others, a recording on its first steps and on those after them; beside never, always, as many updates at \
      equal distances or at random, a clairvoyant, and the best schedule in hindsight. A list as a setting's value \
      in the scenario's triggers is a grid of its own. Results go to results/runs/NAME-tune, or to --out.
      """)

  @Argument(
    help: ArgumentHelp("The scenario file.", valueName: "scenario"),
    completion: .file(extensions: ["yaml", "yml"]))
  var scenario: String

  @OptionGroup var changes: ScenarioChanges

  @Option(
    help: ArgumentHelp(
      "Kinds of triggers, apart by commas; scenario for the scenario's own (default: its own and "
        + "\(Catalog.searchedTriggers.joined(separator: ", "))).", valueName: "names"))
  var triggers: String?

  @Option(help: "How settings are tried: grid, random or halving.")
  var search = TuningSearch.random

  @Option(help: "Settings tried, of all kinds together.")
  var trials = 1000

  @Option(help: "Seed of the settings that are drawn.")
  var seed = 1

  @OptionGroup var staleness: StalenessOptions

  @Option(
    help:
      "Tune on seeds 1…n and test on n+1…2n; of a recording, 1…n for both (default: the scenario's, at most 3 and 3)."
  )
  var seeds: Int?

  @Option(help: "What is tested on: other seeds, or time, the later stretch of a stream.")
  var split: TuningSplit?

  @Option(help: "With --split time, the share of the steps that is tuned on.")
  var share = 0.5

  @Option(help: "The folder for the results.", completion: .directory)
  var out: String?

  @Option(help: "How the table is printed.")
  var format = SummaryFormat.table

  @Flag(help: "Replace the results of another scenario in the folder.")
  var overwrite = false

  @Flag(help: "Keep no staleness matrices.")
  var discard = false

  @Flag(help: "Check, say how many trainings there are and how long they would take, and stop.")
  var dryRun = false

  @Flag(help: "No progress on standard error.")
  var quiet = false

  func validate() throws {
    for (name, value) in [("trials", trials), ("seeds", seeds)] {
      if let value, value < 1 { throw ValidationError("--\(name) \(value): at least 1") }
    }
    if staleness.matrices != nil && discard {
      throw ValidationError("--discard: not with --matrices")
    }
    if !(share > 0 && share < 1) { throw ValidationError("--share \(share): between 0 and 1") }
  }

  func run() async throws {
    let checked = try Catalog.standard.scenario(file: scenario, overrides: changes.set)
    let options = TuningOptions(
      triggers: triggers?.split(separator: ",").map {
        $0.trimmingCharacters(in: .whitespaces)
      }, search: search, trials: trials, seed: seed, updatePrice: staleness.updatePrice,
      seeds: seeds,
      split: split, share: share)
    let plan: TuningPlan
    do {
      plan = try TuningPlan(checked, file: scenario, options)
    } catch var error as InputError {
      error.place(in: scenario, checked.text)
      throw error
    }
    if BLAS.isReference {
      ExitStatus.tell("OpenBLAS is not installed; training runs on a slow matrix library")
    }
    let workers = staleness.workers
    if dryRun { return print(try await TuningForecast(plan).text(workers: workers)) }
    let folder = out ?? "results/runs/\(checked.name)-tune"
    try await TuningSession(
      plan: plan, folder: folder, workers: workers, overwrite: overwrite,
      storage: discard ? nil : MatrixFolder(staleness.matrices ?? "\(folder)/matrices"),
      showsProgress: !quiet, format: format
    ).run()
  }
}

extension TuningSearch: ExpressibleByArgument {}
extension TuningSplit: ExpressibleByArgument {}

extension InputError {
  /// Adds the file and, if the key stands there, its line.
  fileprivate mutating func place(in file: String, _ text: String) {
    guard let key else { return }
    self.file = self.file ?? file
    guard let name = key.split(separator: ".").last, line == nil else { return }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    line = lines.firstIndex { line in
      line.range(of: "\(name):").map {
        $0.lowerBound == line.startIndex || !line[line.index(before: $0.lowerBound)].isLetter
      } ?? false
    }.map { $0 + 1 }
  }
}
