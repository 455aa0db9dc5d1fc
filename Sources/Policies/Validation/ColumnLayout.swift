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

  /// Whether a label is a class, where there are classes.
  private func reads(_ label: Float) -> Bool {
    guard label.isFinite else { return false }
    return classCount == 0
      || (label == label.rounded() && label >= 0 && label < Float(classCount))
  }

  /// The rows that are finite numbers with a label that is a class, where there are classes.
  func readable(_ rows: Examples) -> [Int] {
    if rows.features.isFinite && rows.labels.allSatisfy(reads) { return Array(0..<rows.count) }
    return (0..<rows.count).filter {
      reads(rows.labels[$0]) && rows.features.row($0).allSatisfy(\.isFinite)
    }
  }

  /// The share of rows with a nominal column that has more than one level, or half of one.
  func tornShare(_ rows: Examples) -> Double {
    let nominal = ranges.indices.filter { isNominal[$0] }.map { ranges[$0] }
    if nominal.isEmpty { return 0 }
    let torn = (0..<rows.count).count { i in
      nominal.contains { range in
        var levels = 0
        for j in range {
          let value = rows.features[i, j]
          if value == 1 { levels += 1 } else if value != 0 { return true }
        }
        return levels > 1
      }
    }
    return Double(torn) / Double(max(rows.count, 1))
  }
}
