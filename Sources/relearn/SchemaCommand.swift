import ArgumentParser
import Catalog
import Store

/// `relearn schema`
struct SchemaCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema", abstract: "Print the JSON Schema of a scenario file, for editors.",
    discussion: """
      Keep it beside the scenarios (relearn schema > relearn.schema.json) and begin each of them with \
      the line
        # yaml-language-server: $schema=relearn.schema.json
      Editors with the YAML language server then complete keys, names and settings, show what they \
      mean, and mark mistakes while they are made.
      """)

  func run() { print(Catalog.standard.schema.indented) }
}
