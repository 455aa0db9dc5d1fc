import ArgumentParser
import Catalog
import Core
import System

/// `relearn describe NAME…`
struct DescribeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "describe",
    abstract: "Show what a named thing does, with formula, source and settings.",
    discussion: """
      Names are those of relearn list. The keys of a scenario file are described under the name \
      scenario, and one by one: training, stream.labels.rate.
      """)

  @Argument(
    help: ArgumentHelp("The names, as relearn list gives them.", valueName: "name"),
    completion: .list(registries.flatMap(\.names)))
  var names: [String]

  private static let registries =
    Catalog.standard.kinds + [ScenarioKeys.registry, ScenarioKeys.keys]

  func run() throws {
    let pages = try names.flatMap(pages)
    print(pages.joined(separator: "\n\n"))
  }

  private func pages(_ name: String) throws -> [String] {
    let width = min(100, Terminal.output.width)
    let pages = Self.registries.compactMap { registry in
      registry[name].map { EntryPage(entry: $0, kind: registry.kind).text(width: width) }
    }
    if pages.isEmpty {
      let names = Self.registries.flatMap(\.names)
      let hint = Spelling.nearest(to: name, among: names).map { "did you mean \($0)?" }
      throw InputError("nothing is called \(name); \(hint ?? "see relearn list")")
    }
    return pages
  }
}
