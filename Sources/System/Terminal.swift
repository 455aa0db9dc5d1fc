internal import Foundation
internal import Glibc

/// Where tables and progress go: what the reader's end can show.
public enum Terminal: CInt, Sendable, CaseIterable {
  /// Standard output: tables.
  case output = 1
  /// Standard error: progress and complaints.
  case error = 2

  /// Whether a person is looking, rather than a file or a pipe.
  public var isTerminal: Bool { isatty(rawValue) == 1 }

  /// Characters in a line: what the terminal says, else `COLUMNS`, else 80.
  public var width: Int {
    var size = winsize()
    if unsafe ioctl(rawValue, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 {
      return Int(size.ws_col)
    }
    return Self.width(ProcessInfo.processInfo.environment)
  }

  static func width(_ environment: [String: String]) -> Int {
    let columns = environment["COLUMNS"].flatMap { Int($0) } ?? 80
    return columns > 0 ? min(columns, 1000) : 80
  }

  /// Whether colour is wanted: on a terminal, unless `NO_COLOR` is set to anything (no-color.org) or
  /// `TERM` is `dumb`.
  public var allowsColour: Bool {
    isTerminal && Self.allowsColour(ProcessInfo.processInfo.environment)
  }

  static func allowsColour(_ environment: [String: String]) -> Bool {
    (environment["NO_COLOR"] ?? "").isEmpty && environment["TERM"] != "dumb"
  }
}
