internal import Foundation
internal import Glibc

/// Numbers that are too many for memory, on their way into a temporary file without a name: it is gone
/// when the program ends, however it ends.
public final class SpoolFile {
  /// Numbers that are written at once.
  private static let pieceCount = 1 << 18

  /// Where the file is made: `TMPDIR` if it is set, else /var/tmp, which unlike /tmp is a disk.
  public static var folder: String {
    if let folder = ProcessInfo.processInfo.environment["TMPDIR"], !folder.isEmpty { return folder }
    return Folder.isFolder("/var/tmp") ? "/var/tmp" : "/tmp"
  }

  /// Bytes that the file system of a folder has room for; `nil` where it does not say.
  public static func freeBytes(in folder: String) -> Int? {
    var status = statvfs()
    guard unsafe statvfs(folder, &status) == 0 else { return nil }
    let (bytes, isTooLarge) = Int(clamping: status.f_bavail)
      .multipliedReportingOverflow(by: Int(clamping: status.f_frsize))
    return isTooLarge ? nil : bytes
  }

  private let path: String
  private let file: CInt
  private var piece: [Float] = []
  private var written = 0

  /// A new file in a folder.
  public convenience init(in folder: String = SpoolFile.folder) throws(FileError) {
    var attempt = 0
    while true {
      let path = "\(folder)/.relearn-\(getpid())-\(attempt)"
      let file = unsafe open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
      if file >= 0 {
        unsafe unlink(path)
        self.init(folder, file)
        return
      }
      guard errno == EEXIST && attempt < 10_000 else { throw FileError(errnoAt: folder) }
      attempt += 1
    }
  }

  /// A file that is open for reading and writing.
  init(_ path: String, _ file: CInt) {
    (self.path, self.file) = (path, file)
    piece.reserveCapacity(Self.pieceCount)
  }

  deinit { close(file) }

  /// Appends numbers.
  public func append(_ numbers: [Float]) throws(FileError) {
    piece += numbers
    if piece.count >= Self.pieceCount { try flush() }
  }

  /// The numbers as memory that the system fetches from the file when they are looked at. To be called
  /// once, at the end.
  public func mapped() throws(FileError) -> MappedFloats {
    try flush()
    return try MappedFloats(path, file, count: written)
  }

  private func flush() throws(FileError) {
    let size = piece.count * MemoryLayout<Float>.size
    var offset = 0
    while offset < size {
      let count = unsafe piece.withUnsafeBytes {
        unsafe Glibc.write(file, $0.baseAddress?.advanced(by: offset), size - offset)
      }
      if count < 0 && errno != EINTR { throw FileError(errnoAt: path) }
      offset += max(count, 0)
    }
    written += piece.count
    piece.removeAll(keepingCapacity: true)
  }
}
