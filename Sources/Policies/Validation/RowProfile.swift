internal import Core
internal import Numerics

/// What some rows look like, column by column.
struct RowProfile: Codable, Hashable {
  let rows: Int
  let features: [ColumnProfile]
  let labels: ColumnProfile
  /// Share of rows in which a column reads 0, or none of its levels.
  let missing: [Double]
  /// Share of each class; empty in regression.
  let classShares: [Double]
  /// Share of rows that are there already, label and all.
  var duplicates: Double
  /// Correlation of each feature with the label, of classes with one of them.
  let associations: [Double]

  /// - Parameter focus: the class that associations are taken with; `nil` for the most frequent one.
  init(_ rows: Examples, _ layout: ColumnLayout, focus: Int? = nil) {
    self.rows = rows.count
    let (n, d) = (rows.count, rows.features.columns)
    features = (0..<d).map { j in ColumnProfile((0..<n).map { rows.features[$0, j] }) }
    labels = ColumnProfile(rows.labels)
    let count = Double(max(n, 1))
    missing = layout.ranges.map { range in
      Double((0..<n).count { i in range.allSatisfy { rows.features[i, $0] == 0 } }) / count
    }
    var shares = [Double](repeating: 0, count: layout.classCount)
    if layout.classCount > 0 { for label in rows.labels { shares[Int(label)] += 1 / count } }
    classShares = shares
    duplicates = Self.duplicates(rows)
    let focus = focus ?? shares.firstIndex(of: shares.max() ?? 0)
    let targets = rows.labels.map { label in
      layout.classCount == 0 ? Double(label) : label == Float(focus ?? 0) ? 1 : 0
    }
    associations = (0..<d).map { j in
      Self.correlation((0..<n).map { Double(rows.features[$0, j]) }, targets)
    }
  }

  /// The class that associations are taken with.
  var focus: Int? { classShares.firstIndex(of: classShares.max() ?? 0) }

  /// Rows are told apart by 64 bits mixed from theirs.
  private static func duplicates(_ rows: Examples) -> Double {
    var seen = Set<UInt64>(minimumCapacity: rows.count)
    for i in 0..<rows.count {
      var mixed: UInt64 = 0
      func mix(_ value: Float) {
        // −0 is 0; multiplier and shift of splitmix64 (Steele, Lea & Flood 2014).
        mixed = (mixed ^ UInt64((value + 0).bitPattern)) &* 0xbf58_476d_1ce4_e5b9
        mixed ^= mixed >> 29
        mixed &+= 0x9e37_79b9_7f4a_7c15
      }
      for value in rows.features.row(i) { mix(value) }
      mix(rows.labels[i])
      seen.insert(mixed)
    }
    return 1 - Double(seen.count) / Double(max(rows.count, 1))
  }

  /// Pearson's; 0 where one of them does not vary.
  private static func correlation(_ x: [Double], _ y: [Double]) -> Double {
    let n = Double(max(x.count, 1))
    let (meanX, meanY) = (x.reduce(0, +) / n, y.reduce(0, +) / n)
    var (xx, yy, xy) = (0.0, 0.0, 0.0)
    for (a, b) in zip(x, y) {
      xx += (a - meanX) * (a - meanX)
      yy += (b - meanY) * (b - meanY)
      xy += (a - meanX) * (b - meanY)
    }
    let scale = (xx * yy).squareRoot()
    return scale > 0 && scale.isFinite ? xy / scale : 0
  }
}
