import ArgumentParser
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
      RunCommand.self, CheckCommand.self, StreamCommand.self, DetectCommand.self, ListCommand.self,
      DescribeCommand.self, SchemaCommand.self,
    ])

  static func main() async {
    if let complaint = CPU.complaint {
      FileHandle.standardError.write(Data((complaint + "\n").utf8))
      Foundation.exit(ExitStatus.internalError.rawValue)
    }
    var command: any ParsableCommand
    do { command = try parseAsRoot() } catch { exit(withError: error) }
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
