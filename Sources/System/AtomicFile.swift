public import Foundation
internal import Glibc

/// Files that are whole or not there at all.
public enum AtomicFile {
  /// Writes a file under a temporary name beside `path`, waits until it is on the disk, and renames it
  /// into place: whoever opens `path` sees the old content or the new, never half of it, also after a
  /// crash. A failure leaves `path` as it was and nothing beside it.
  ///
  /// The folder must exist. A link at `path` is replaced, not followed.
  public static func write(_ data: Data, to path: String) throws(FileError) {
    let (temporary, file) = try create(beside: path)
    do throws(FileError) {
      do throws(FileError) {
        try writeAll(data, to: file, path)
        guard fsync(file) == 0 else { throw FileError(errnoAt: path) }
      } catch {
        close(file)
        throw error
      }
      guard close(file) == 0 else { throw FileError(errnoAt: path) }
      guard unsafe rename(temporary, path) == 0 else { throw FileError(errnoAt: path) }
    } catch {
      unsafe unlink(temporary)
      throw error
    }
    syncFolder(of: path)
  }

  /// Writes text as UTF-8; see ``write(_:to:)-(Data,_)``.
  public static func write(_ text: String, to path: String) throws(FileError) {
    try write(Data(text.utf8), to: path)
  }

  /// Opens a new hidden file in the folder of `path`; the process number and a counter make the name
  /// free of other writers, and a name left over by a killed process is passed over.
  private static func create(beside path: String) throws(FileError) -> (String, CInt) {
    let url = URL(fileURLWithPath: path)
    let folder = url.deletingLastPathComponent().path
    var attempt = 0
    while true {
      let name = ".\(url.lastPathComponent).\(getpid())-\(attempt)"
      let temporary = "\(folder)/\(name)"
      let file = unsafe open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
      if file >= 0 { return (temporary, file) }
      guard errno == EEXIST && attempt < 10_000 else { throw FileError(errnoAt: path) }
      attempt += 1
    }
  }

  private static func writeAll(_ data: Data, to file: CInt, _ path: String) throws(FileError) {
    var offset = 0
    while offset < data.count {
      let written = unsafe data.withUnsafeBytes {
        unsafe Glibc.write(file, $0.baseAddress?.advanced(by: offset), data.count - offset)
      }
      if written < 0 && errno != EINTR { throw FileError(errnoAt: path) }
      offset += max(written, 0)
    }
  }

  /// Makes the renaming last through a power cut. File systems that cannot do it are left alone: the
  /// file itself is safe.
  private static func syncFolder(of path: String) {
    let folder = unsafe open(
      URL(fileURLWithPath: path).deletingLastPathComponent().path, O_RDONLY | O_CLOEXEC)
    guard folder >= 0 else { return }
    fsync(folder)
    close(folder)
  }
}
