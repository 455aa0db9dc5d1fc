import Core
import Foundation

/// Text on its way to standard output or a file, written a megabyte at a time.
struct OutputText {
  private static let capacity = 1 << 20

  private let handle: FileHandle
  private let path: String
  private var bytes: [UInt8] = []

  /// Standard output, or a file that is made or emptied; throws ``OutputError``.
  init(_ path: String?) throws(OutputError) {
    self.path = path ?? "standard output"
    bytes.reserveCapacity(Self.capacity + 4096)
    guard let path else {
      handle = .standardOutput
      return
    }
    let url = URL(fileURLWithPath: path)
    do {
      if !FileManager.default.fileExists(atPath: path) { try Data().write(to: url) }
      handle = try FileHandle(forWritingTo: url)
    } catch {
      throw OutputError(path, "cannot be written")
    }
    // A device has no length.
    try? handle.truncate(atOffset: 0)
  }

  /// Adds text.
  mutating func write(_ text: some StringProtocol) throws(OutputError) {
    bytes.append(contentsOf: text.utf8)
    if bytes.count >= Self.capacity { try flush() }
  }

  /// Adds bytes of UTF-8.
  mutating func write(_ more: [UInt8]) throws(OutputError) {
    bytes.append(contentsOf: more)
    if bytes.count >= Self.capacity { try flush() }
  }

  /// Writes what has gathered.
  mutating func flush() throws(OutputError) {
    do {
      try handle.write(contentsOf: Data(bytes))
    } catch {
      throw OutputError(path, "cannot be written (\(error.localizedDescription))")
    }
    bytes.removeAll(keepingCapacity: true)
  }
}
