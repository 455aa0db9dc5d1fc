internal import Core
internal import Numerics

/// What one pass over some rows tells of them: enough to see, mostly, that nothing is wrong.
struct BatchSketch: Codable, Hashable {
  /// Columns and cuts.
  var columns: ColumnSketch
  /// Share of each class; empty in regression.
  var classShares: [Double]
  /// The label of all rows; `nil` if there are several.
  var onlyLabel: Float?
  /// Share of rows that are there already.
  var duplicates: Double
  /// Of the target t that associations are taken with: Σ t, Σ t², and Σ t (x − o) of each column, o its middle cut.
  var target = Target()

  struct Target: Codable, Hashable {
    var sum = 0.0
    var squares = 0.0
    var products: [Double] = []

    init() {}

    /// - Parameter focus: the class whose indicator is the target; `nil` for the label, less an origin.
    init(_ rows: Examples, _ cuts: ColumnCuts, focus: Int?, origin: Float) {
      let t = rows.labels.map { label in
        focus.map { label == Float($0) ? 1 : 0 } ?? label - origin
      }
      sum = t.reduce(0) { $0 + Double($1) }
      squares = t.reduce(0) { $0 + Double($1) * Double($1) }
      products = cuts.products(rows.features, weights: t)
    }

    mutating func add(_ other: Target) {
      sum += other.sum
      squares += other.squares
      for j in products.indices { products[j] += other.products[j] }
    }
  }

  /// Of rows that can be read.
  init(_ rows: Examples, _ cuts: ColumnCuts, classes: Int) {
    columns = ColumnSketch(rows.features, at: cuts)
    classShares = RowProfile.shares(rows.labels, classes)
    let first = rows.labels.first
    onlyLabel = rows.labels.allSatisfy { $0 == first } ? first : nil
    duplicates = rows.features.duplicateShare(labels: rows.labels)
  }

  /// What Pearson's r of column j with the target is about, 0 where one of the two does not vary; `nil` where
  /// single precision is too little to tell.
  func correlation(_ j: Int) -> Double? {
    let n = Double(columns.rows)
    let spread = n * target.squares - target.sum * target.sum
    if columns.low[j] == columns.high[j] || spread <= 0 { return 0 }
    let (x, xx) = columns.moments(j)
    let own = n * xx - x * x
    guard own > 1e-3 * n * xx, spread > 1e-3 * n * target.squares else { return nil }
    return (n * target.products[j] - x * target.sum) / (own * spread).squareRoot()
  }
}

/// Rows that arrived together, and what is known of them so far.
struct ArrivedRows: Codable, Hashable {
  let rows: Examples
  /// Share of rows whose levels the schema does not admit.
  let tornShare: Double
  var sketch: BatchSketch?
  var profile: RowProfile?

  init(_ rows: Examples, tornShare: Double) {
    self.rows = rows
    self.tornShare = tornShare
  }

  /// The rows and their profile, which is made once.
  mutating func profiled(_ layout: ColumnLayout) -> ProfiledRows {
    let made = profile ?? RowProfile(rows, layout)
    profile = made
    return ProfiledRows(rows, made)
  }
}
