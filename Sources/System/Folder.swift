internal import Foundation
internal import Glibc

/// Folders, with the system's own words where they cannot be made.
public enum Folder {
  /// Makes a folder and those above it; one that is there already is left as it is.
  public static func create(_ path: String) throws(FileError) {
    if unsafe mkdir(path, 0o777) == 0 { return }
    let failure = FileError(errnoAt: path)
    switch errno {
    case EEXIST:
      if !isFolder(path) { throw failure }
    case ENOENT:
      let parent = URL(fileURLWithPath: path).deletingLastPathComponent().path
      if parent == path { throw failure }
      try create(parent)
      if unsafe mkdir(path, 0o777) != 0 && !isFolder(path) { throw FileError(errnoAt: path) }
    default: throw failure
    }
  }

  /// Makes a new, empty folder under the temporary directory, its name beginning with `prefix`.
  public static func createTemporary(_ prefix: String) throws(FileError) -> String {
    let parent = FileManager.default.temporaryDirectory.path
    var attempt = 0
    while true {
      let path = "\(parent)/\(prefix)-\(getpid())-\(attempt)"
      if unsafe mkdir(path, 0o777) == 0 { return path }
      guard errno == EEXIST && attempt < 10_000 else { throw FileError(errnoAt: path) }
      attempt += 1
    }
  }

  /// Whether a folder is there.
  public static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return unsafe stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }
}
