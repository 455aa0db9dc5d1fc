internal import Core
internal import Foundation
internal import System

/// The bytes of a data file, uncompressed.
enum TableFile {
  private static let allowed = "allowed: a CSV file, or gzip of one"

  /// Reads a file, gzip or not.
  static func bytes(_ path: String) throws(InputError) -> [UInt8] {
    let type = try? FileManager.default.attributesOfItem(atPath: path)[.type] as? FileAttributeType
    guard let type else { throw InputError(file: path, "no such file; \(allowed)") }
    if type == .typeDirectory { throw InputError(file: path, "a folder; \(allowed)") }
    return try text(read(path), path)
  }

  /// The text of bytes that may be compressed; `path` names them in messages.
  static func text(_ bytes: [UInt8], _ path: String) throws(InputError) -> [UInt8] {
    let bytes = try inflated(bytes, path)
    if bytes.isEmpty { throw InputError(file: path, "empty; allowed: a header or rows") }
    if bytes.contains(0) {
      throw InputError(file: path, "is not UTF-8 text (it has a zero byte)")
    }
    return bytes
  }

  private static func read(_ path: String) throws(InputError) -> [UInt8] {
    do {
      return [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    } catch {
      throw InputError(file: path, "cannot be read (\(error.localizedDescription))")
    }
  }

  private static func inflated(_ bytes: [UInt8], _ path: String) throws(InputError) -> [UInt8] {
    guard Gzip.isCompressed(bytes) else { return bytes }
    do {
      return try Gzip.inflate(bytes)
    } catch {
      throw InputError(file: path, error.description)
    }
  }
}
