import Foundation
import Testing

/// The built program, run as a user runs it.
enum Program {
  /// What a run left behind.
  struct Result {
    let status: Int32
    let output: String
    let error: String
  }

  /// The executable beside the tests' own.
  static var url: URL {
    let tests = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
    return tests.deletingLastPathComponent().appendingPathComponent("relearn")
  }

  /// Runs it to its end in a folder, with additions to the environment.
  static func run(
    _ arguments: String..., environment: [String: String] = [:], in folder: URL? = nil
  ) throws -> Result {
    try run(arguments: arguments, environment: environment, in: folder)
  }

  /// The same for a list of arguments.
  static func run(
    arguments: [String], environment: [String: String] = [:], in folder: URL? = nil
  ) throws -> Result {
    let process = Process()
    process.executableURL = url
    process.arguments = arguments
    process.currentDirectoryURL = folder
    process.environment = ProcessInfo.processInfo.environment
      .merging(environment) { $1 }
    let (output, error) = (try Capture(), try Capture())
    defer {
      output.remove()
      error.remove()
    }
    process.standardOutput = output.handle
    process.standardError = error.handle
    try process.run()
    process.waitUntilExit()
    return Result(
      status: process.terminationStatus, output: try output.text(), error: try error.text())
  }

  /// A file that takes what a process writes; unlike a pipe it never fills.
  private struct Capture {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    let handle: FileHandle

    init() throws {
      try Data().write(to: url)
      handle = try FileHandle(forWritingTo: url)
    }

    func text() throws -> String { try String(contentsOf: url, encoding: .utf8) }
    func remove() { try? FileManager.default.removeItem(at: url) }
  }
}
