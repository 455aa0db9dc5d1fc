internal import Foundation

/// A file or folder that could not be used, and what the operating system says about it.
public struct FileError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The file or folder.
  public let path: String
  /// Why not, in the system's words: `No space left on device`.
  public let problem: String

  /// A failure.
  public init(_ path: String, _ problem: String) {
    self.path = path
    self.problem = problem
  }

  /// A failure that left its reason in `errno`; to be made before anything else can change it.
  init(errnoAt path: String) { self.init(path, unsafe String(cString: strerror(errno))) }

  /// One line.
  public var description: String { "\(path): \(problem)" }
}
