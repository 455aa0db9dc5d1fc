import Core
import Store
import Synchronization

/// Where staleness matrices are kept between commands. One that cannot be written is told and not missed: what was
/// trained is in memory.
final class MatrixFolder: ByteStore {
  private let files: ByteFolder
  private let hasFailed = Mutex(false)

  init(_ path: String) { files = ByteFolder(path) }

  var byteCount: Int { files.byteCount }

  func read(_ name: String) -> [UInt8]? { files.read(name) }

  func write(_ bytes: [UInt8], _ name: String) throws {
    do {
      try files.write(bytes, name)
    } catch let error as OutputError {
      let isFirst = hasFailed.withLock { failed in
        defer { failed = true }
        return !failed
      }
      if isFirst { ExitStatus.tell("\(error); the next search trains again") }
    }
  }
}
