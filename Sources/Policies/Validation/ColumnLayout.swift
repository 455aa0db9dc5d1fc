internal import Core
internal import Numerics

/// Where the columns of a stream stand among its features.
struct ColumnLayout: Codable, Hashable {
  /// The features of each column.
  let ranges: [Range<Int>]
  let names: [String]
  /// Whether a column is one of a few levels.
  let isNominal: [Bool]
  /// 0 in regression.
  let classCount: Int

  init(_ schema: Schema) {
    var (ranges, start) = ([Range<Int>](), 0)
    for attribute in schema.attributes {
      ranges.append(start..<start + attribute.features.count)
      start += attribute.features.count
    }
    self.ranges = ranges
    names = schema.attributes.map(\.name)
    isNominal = schema.attributes.map { !$0.levels.isEmpty }
    classCount = schema.classes.count
  }

  /// Whether a row is finite numbers and a label that is a class, where there are classes.
  func reads(_ row: ArraySlice<Float>, label: Float) -> Bool {
    guard label.isFinite, row.allSatisfy(\.isFinite) else { return false }
    return classCount == 0
      || (label == label.rounded() && label >= 0 && label < Float(classCount))
  }

  /// Whether each nominal column of a row has one of its levels, or none.
  private func hasLevels(_ row: ArraySlice<Float>) -> Bool {
    zip(ranges, isNominal).allSatisfy { range, isNominal in
      guard isNominal else { return true }
      let levels = row.dropFirst(range.lowerBound).prefix(range.count)
      return levels.allSatisfy { $0 == 0 || $0 == 1 } && levels.count { $0 == 1 } <= 1
    }
  }

  /// The rows that can be read.
  func readable(_ rows: Examples) -> [Int] {
    (0..<rows.count).filter { reads(rows.features.row($0), label: rows.labels[$0]) }
  }

  /// The share of rows with a nominal column that has more than one level, or half of one.
  func tornShare(_ rows: Examples) -> Double {
    let torn = (0..<rows.count).count { !hasLevels(rows.features.row($0)) }
    return Double(torn) / Double(max(rows.count, 1))
  }
}
