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
    var seen = Set<[Float]>(minimumCapacity: n)
    for i in 0..<n { seen.insert(Array(rows.features.row(i)) + [rows.labels[i]]) }
    duplicates = 1 - Double(seen.count) / count
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
