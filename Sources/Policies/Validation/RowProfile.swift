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
    var shares = [Double](repeating: 0, count: layout.classCount)
    if layout.classCount > 0 { for label in rows.labels { shares[Int(label)] += 1 / count } }
    classShares = shares
    duplicates = Self.duplicates(rows)
    self.focus = focus ?? Self.mostFrequent(shares)
    associations = Association.correlations([rows], focus: self.focus)
  }

  /// What the rows of several batches look like together, but for duplicates: those of a batch on average.
  init(merging batches: [ProfiledRows]) {
    let profiles = batches.map(\.profile)
    let first = profiles[0]
    let rows = profiles.reduce(0) { $0 + $1.rows }
    self.rows = rows
    // Runs in increasing order are sorted fast. Long ones have been thinned already.
    features = first.features.indices.map { j in
      ColumnProfile(profiles.flatMap { $0.features[j].sorted })
    }
    labels = ColumnProfile(profiles.flatMap(\.labels.sorted))
    func mean(_ shares: (RowProfile) -> [Double]) -> [Double] {
      var result = [Double](repeating: 0, count: shares(first).count)
      for profile in profiles {
        let weight = Double(profile.rows) / Double(max(rows, 1))
        for (i, share) in shares(profile).enumerated() { result[i] += weight * share }
      }
      return result
    }
    missing = mean(\.missing)
    classShares = mean(\.classShares)
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

  private static func mostFrequent(_ shares: [Double]) -> Int? {
    shares.firstIndex(of: shares.max() ?? 0)
  }

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
}

/// Rows, and what they look like.
struct ProfiledRows: Codable, Hashable {
  let rows: Examples
  var profile: RowProfile

  init(_ rows: Examples, _ layout: ColumnLayout) {
    self.rows = rows
    profile = RowProfile(rows, layout)
  }

  init(_ rows: Examples, _ profile: RowProfile) {
    self.rows = rows
    self.profile = profile
  }
}
