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
  let duplicates: Double
  /// The class that associations are taken with; `nil` in regression.
  private(set) var focus: Int?
  /// See ``Association``.
  private(set) var associations: [Double]

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
    classShares = Self.shares(rows.labels, layout.classCount)
    duplicates = rows.features.duplicateShare(labels: rows.labels)
    self.focus = focus ?? Self.mostFrequent(classShares)
    associations = Association.correlations([rows], focus: self.focus)
  }

  /// What the rows of several batches look like together, but for duplicates: those of a batch on average.
  init(merging batches: [ProfiledRows]) {
    let profiles = batches.map(\.profile)
    let first = profiles[0]
    let rows = profiles.reduce(0) { $0 + $1.rows }
    self.rows = rows
    features = first.features.indices.map { j in
      ColumnProfile(merging: profiles.map { $0.features[j] })
    }
    labels = ColumnProfile(merging: profiles.map(\.labels))
    missing = Self.mean(profiles.map { ($0.rows, $0.missing) })
    classShares = Self.mean(profiles.map { ($0.rows, $0.classShares) })
    duplicates = profiles.map(\.duplicates).reduce(0, +) / Double(profiles.count)
    focus = Self.mostFrequent(classShares)
    associations = Association.correlations(batches.map(\.rows), focus: focus)
  }

  /// Takes the associations of its rows with another class.
  mutating func look(at focus: Int?, in rows: Examples) {
    guard focus != self.focus else { return }
    self.focus = focus
    associations = Association.correlations([rows], focus: focus)
  }

  /// The share of each class.
  static func shares(_ labels: [Float], _ classes: Int) -> [Double] {
    var shares = [Double](repeating: 0, count: classes)
    let each = 1 / Double(max(labels.count, 1))
    if classes > 0 { for label in labels { shares[Int(label)] += each } }
    return shares
  }

  /// Shares of several batches together, each as many times as it has rows.
  static func mean(_ batches: [(rows: Int, shares: [Double])]) -> [Double] {
    let rows = batches.reduce(0) { $0 + $1.rows }
    var result = [Double](repeating: 0, count: batches.first?.shares.count ?? 0)
    for batch in batches {
      let weight = Double(batch.rows) / Double(max(rows, 1))
      for (i, share) in batch.shares.enumerated() { result[i] += weight * share }
    }
    return result
  }

  static func mostFrequent(_ shares: [Double]) -> Int? {
    shares.firstIndex(of: shares.max() ?? 0)
  }
}

/// Rows, and what they look like.
struct ProfiledRows: Codable, Hashable {
  let rows: Examples
  let profile: RowProfile

  init(_ rows: Examples, _ profile: RowProfile) {
    self.rows = rows
    self.profile = profile
  }
}
