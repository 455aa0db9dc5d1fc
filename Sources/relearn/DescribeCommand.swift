import ArgumentParser
import Catalog
import Core
import System

/// `relearn describe NAME`
struct DescribeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "describe",
    abstract: "Show what a stream, detector, strategy, trigger or metric does, and its settings.",
    discussion: "The keys of a scenario file are described under the name scenario.")

  @Argument(help: ArgumentHelp("Its name, as relearn list gives it.", valueName: "name"))
  var name: String

  func run() throws {
    let width = min(100, Terminal.output.width)
    let kinds = Catalog.standard.kinds + [ScenarioKeys.registry]
    let pages = kinds.compactMap { registry in
      registry[name].map { EntryPage(entry: $0, kind: registry.kind).text(width: width) }
    }
    if pages.isEmpty {
      let names = kinds.flatMap(\.names)
      let hint = Spelling.nearest(to: name, among: names).map { "did you mean \($0)?" }
      throw InputError("nothing is called \(name); \(hint ?? "see relearn list")")
    }
    print(pages.joined(separator: "\n\n"))
  }
}
