internal import Glibc

/// What a path leads to, links followed.
public enum FileKind: Hashable, Sendable {
  /// A folder.
  case folder
  /// A file that can be read again and again.
  case regular
  /// A pipe, a terminal and the like, which can be read once.
  case other

  /// What is there; `nil` for nothing.
  public static func of(_ path: String) -> FileKind? {
    var status = stat()
    guard unsafe stat(path, &status) == 0 else { return nil }
    switch status.st_mode & S_IFMT {
    case S_IFDIR: return .folder
    case S_IFREG: return .regular
    default: return .other
    }
  }
}
