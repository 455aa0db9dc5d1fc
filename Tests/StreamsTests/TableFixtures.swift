import Core
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
