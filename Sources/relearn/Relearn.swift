import ArgumentParser
import Catalog
import Core
import Foundation
import System

/// The program: parses its arguments, runs one command, and turns what goes wrong into an exit status.
@main
struct Relearn: AsyncParsableCommand {
  static let version = "0.1.0"

  static let configuration = CommandConfiguration(
    commandName: "relearn",
    abstract: "Compare ways to update a model while its data drifts.",
    version: version,
    subcommands: [
      RunCommand.self, TuneCommand.self, InitCommand.self, CheckCommand.self, StreamCommand.self,
      DetectCommand.self, ReportCommand.self, WinnersCommand.self, WhyCommand.self,
      HindsightCommand.self, ListCommand.self, DescribeCommand.self, SchemaCommand.self,
    ])

  /// The complaint about a command that there is not, with the one that may have been meant.
  private static func unknownCommand() -> ValidationError? {
    let names = configuration.subcommands.compactMap { $0.configuration.commandName }
    guard let word = CommandLine.arguments.dropFirst().first, !word.hasPrefix("-"),
      word != "help", !names.contains(word)
    else { return nil }
    let hint = Spelling.nearest(to: word, among: names).map { " Did you mean \($0)?" } ?? ""
    return ValidationError(
      "There is no command \(word).\(hint) Allowed: \(names.joined(separator: ", ")).")
  }

  static func main() async {
    if let complaint = CPU.complaint {
      FileHandle.standardError.write(Data((complaint + "\n").utf8))
      Foundation.exit(ExitStatus.internalError.rawValue)
    }
    var command: any ParsableCommand
    do { command = try parseAsRoot() } catch { exit(withError: unknownCommand() ?? error) }
    do {
      if var async = command as? any AsyncParsableCommand {
        try await async.run()
      } else {
        try command.run()
      }
    } catch {
      guard let status = ExitStatus(reporting: error) else { exit(withError: error) }
      Foundation.exit(status.rawValue)
    }
  }
}
