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

  /// The same for a list of arguments; a program that takes longer than `patience` seconds is stopped
  /// with signal 9, and its status is 9.
  static func run(
    arguments: [String], environment: [String: String] = [:], in folder: URL? = nil,
    patience: Int = 300
  ) throws -> Result {
    let running = Process()
    running.executableURL = url
    running.arguments = arguments
    running.currentDirectoryURL = folder
    running.environment = ProcessInfo.processInfo.environment
      .merging(environment) { $1 }
    let (output, error) = (try Capture(), try Capture())
    defer {
      output.remove()
      error.remove()
    }
    running.standardOutput = output.handle
    running.standardError = error.handle
    try running.run()
    let id = running.processIdentifier
    let watchdog = DispatchWorkItem { kill(id, SIGKILL) }
    DispatchQueue.global().asyncAfter(deadline: .now() + .seconds(patience), execute: watchdog)
    running.waitUntilExit()
    watchdog.cancel()
    return Result(
      status: running.terminationStatus, output: try output.text(), error: try error.text())
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
