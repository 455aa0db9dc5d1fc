import ArgumentParser
import Catalog
import Core
import Foundation
import Streams
import System

/// `relearn init data.csv`
struct InitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init", abstract: "Write a first scenario for rows of one's own.",
    discussion: """
      The file is a table with a row a line, in time order; one column is the label. The scenario goes \
      to standard output, or to --out; its comments say what was found in the file and what to change.
      """)

  @Argument(
    help: ArgumentHelp("The rows: CSV or ARFF, gzip or not.", valueName: "data"),
    completion: .file(extensions: ["csv", "tsv", "txt", "arff", "gz"]))
  var data: String

  @Option(help: "The label column, its name or its number from 1 (default: the last).")
  var label: String?

  @Option(
    help: "The scenario file to write.", completion: .file(extensions: ["yaml", "yml"]))
  var out: String?

  @Flag(help: "Replace the scenario file if it exists.")
  var force = false

  func run() throws {
    if let out, !force, FileManager.default.fileExists(atPath: out) {
      throw OutputError(
        out, "exists already; choose another file with --out, or replace it with --force")
    }
    let folder = out.map { ($0 as NSString).deletingLastPathComponent } ?? ""
    let summary = try TableSummary(path: data, label: label)
    let text = try FirstScenario(
      summary, file: data, path: RelativePath.path(data, from: folder)
    ).text
    // What it says must be right, and the data readable as it says.
    _ = try Catalog.standard.scenario(text: text, file: out ?? "scenario", folder: folder)
    guard let out else {
      print(text, terminator: "")
      return
    }
    do throws(FileError) {
      try AtomicFile.write(text, to: out)
    } catch {
      throw OutputError(out, "cannot be written: \(error.problem)")
    }
    print("\(out): a first scenario; next: relearn run \(out)")
  }
}
