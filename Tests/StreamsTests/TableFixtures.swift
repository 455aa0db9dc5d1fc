import Core
import Foundation
import Numerics
import System

@testable import Streams

extension LabelledTable {
  /// The table of a file.
  init(path: String, label: String? = nil, dialect: TableDialect = TableDialect()) throws {
    var dialect = dialect
    if let label { dialect.label = label }
    try self.init(TableFile(path), dialect)
  }

  /// Features, [n, d].
  var features: Matrix<Float> { rows.examples(0..<count).features }
  /// Labels, [n].
  var labels: [Float] { rows.examples(0..<count).labels }
  /// Groups, [n].
  var groups: [Int] { (0..<count).map(rows.group) }
}

extension RowStore {
  /// Rows without groups.
  init(_ features: Matrix<Float>, _ labels: [Float], limit: Int = RowStore.memoryLimit) throws {
    var builder = try Builder(
      count: labels.count, width: features.columns, hasGroups: false, file: "f", limit: limit)
    for (i, label) in labels.enumerated() { try builder.append(features.row(i) + [label]) }
    self = try builder.store()
  }
}

extension ByteSource {
  /// All bytes, read `size` at a time.
  func rest(by size: Int = 1 << 16) throws -> [UInt8] {
    var (all, piece) = ([UInt8](), [UInt8](repeating: 0, count: size))
    while case let count = try read(size, into: &piece, at: 0), count > 0 { all += piece[..<count] }
    return all
  }
}

/// Data files made by hand.
enum DataFile {
  /// A gzip file (RFC 1952) whose data are not compressed, in blocks of at most 1000 bytes.
  static func gzip(_ bytes: [UInt8]) -> [UInt8] {
    var file: [UInt8] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255]
    var start = 0
    repeat {
      let block = bytes[start..<min(start + 1000, bytes.count)]
      start += block.count
      let (low, high) = (UInt8(block.count & 255), UInt8(block.count >> 8))
      file += [start == bytes.count ? 1 : 0, low, high, ~low, ~high] + block
    } while start < bytes.count
    return file + littleEndian(crc32(bytes)) + littleEndian(UInt32(bytes.count))
  }

  private static func littleEndian(_ word: UInt32) -> [UInt8] {
    (0..<4).map { UInt8(word >> (8 * $0) & 255) }
  }

  private static func crc32(_ bytes: [UInt8]) -> UInt32 {
    ~bytes.reduce(~UInt32(0)) { sum, byte in
      (0..<8).reduce(sum ^ UInt32(byte)) { sum, _ in sum >> 1 ^ (sum & 1 == 1 ? 0xedb8_8320 : 0) }
    }
  }

  /// An IDX file of a type, with sizes, of numbers that are bytes already.
  static func idx(_ type: UInt8, _ sizes: [Int], _ numbers: [UInt8]) -> [UInt8] {
    [0, 0, type, UInt8(sizes.count)]
      + sizes.flatMap { size in [24, 16, 8, 0].map { UInt8(size >> $0 & 255) } } + numbers
  }
}

/// Calls `body` with the path of a temporary file of the given bytes.
@discardableResult
func withFile<Result>(_ bytes: [UInt8], _ body: (String) throws -> Result) throws -> Result {
  try withFile(Data(bytes), body)
}
