import ArgumentParser
import Catalog
import Core

/// `relearn check SCENARIO…`
struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Find every mistake in scenario files.",
    discussion: "Prints a line for each file without mistakes, and the mistakes on standard error.")

  @Argument(
    help: ArgumentHelp("The scenario files.", valueName: "scenario"),
    completion: .file(extensions: ["yaml", "yml"]))
  var scenarios: [String]

  @OptionGroup var changes: ScenarioChanges

  func run() throws {
    var mistakes: [InputError] = []
    for path in scenarios {
      do throws(InputErrors) {
        let experiment = try Catalog.standard.experiment(file: path, overrides: changes.set)
        let count = experiment.runCount
        print("ok \(experiment.name): \(count) \(count == 1 ? "job" : "jobs")")
      } catch {
        mistakes += error.errors
      }
    }
    if !mistakes.isEmpty { throw InputErrors(mistakes) }
  }
}
