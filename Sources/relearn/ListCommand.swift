import ArgumentParser
import Catalog
import Core
import System

/// `relearn list [KIND]`
struct ListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List what a scenario can name.")

  @Argument(
    help: ArgumentHelp(
      "One of \(Catalog.standard.kinds.map(\.plural).joined(separator: ", ")).",
      valueName: "kind"),
    completion: .list(Catalog.standard.kinds.map(\.plural)))
  var kind: String?

  @Flag(help: "Show what each was checked against instead, as Markdown.")
  var checks = false

  func validate() throws {
    let names = Catalog.standard.kinds.map(\.plural)
    guard let kind, !names.contains(kind) else { return }
    let hint = Spelling.nearest(to: kind, among: names).map { " Did you mean \($0)?" } ?? ""
    throw ValidationError(
      "There is no kind \(kind).\(hint) Allowed: \(names.joined(separator: ", ")).")
  }

  func run() {
    let kinds = Catalog.standard.kinds.filter { kind == nil || $0.plural == kind }
    let width = min(80, Terminal.output.width)
    if checks {
      let pages = kinds.map { ChecksPage(registry: $0).text(width: 100) }.filter { !$0.isEmpty }
      return print(pages.joined(separator: "\n\n"))
    }
    for registry in kinds {
      let margin = 2 + (registry.names.map(\.count).max() ?? 0)
      if kind == nil { print(registry.plural) }
      for entry in registry.entries {
        print(TextLayout.item(entry.name, entry.summary, indent: 2, margin: margin, width: width))
      }
    }
  }
}
