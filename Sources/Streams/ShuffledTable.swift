public import Core
public import Numerics

/// Rows of a table in random order, without an order in time.
///
/// Row 9, 19, 29, … of the table is held out; the others are drawn in passes without replacement, in a new
/// order each pass. `holdout` gives the held-out rows, evenly spread over the table. The Bayes accuracy is
/// not known. The table is read once for each concept, whatever the number of seeds.
public struct ShuffledTable: Generator {
  /// The generator as scenarios name it.
  public static let entry = Entry<GeneratorFactory>(
    "table", "labelled rows of a file in random order: what permuted, split and others are made of",
    formula: "shuffled passes without replacement; every tenth row is held out",
    source: "a CSV file (RFC 4180), plain or compressed by gzip", settings: TableDialect.settings
  ) { values, _ in
    let table = try LabelledTable(values)
    try check(table)
    let rows = ShuffledTable(table.schema, table.features, table.labels)
    return { _ in rows }
  }

  /// Its columns.
  public let schema: Schema
  private let features: Matrix<Float>
  private let labels: [Float]
  /// The rows that are not held out, in the order of this pass.
  private var order: [Int]
  /// Rows of this pass that have been drawn.
  private var drawn: Int

  init(_ schema: Schema, _ features: Matrix<Float>, _ labels: [Float]) {
    (self.schema, self.features, self.labels) = (schema, features, labels)
    order = labels.indices.filter { !HeldOutRows.contains($0) }
    drawn = order.count
  }

  /// Throws for a table that is too short to hold out rows of it.
  static func check(_ table: LabelledTable) throws(InputError) {
    guard table.count >= HeldOutRows.spacing else {
      throw InputError(
        file: table.file,
        "has \(table.count) rows; allowed: at least \(HeldOutRows.spacing), one of them held out")
    }
  }

  /// Rows that are drawn in one pass.
  var passLength: Int { order.count }

  /// Not known.
  public var bayesAccuracy: Double? { nil }

  /// The shares among the rows that are not held out.
  public var classShares: [Double]? {
    var counts = Array(repeating: 0.0, count: schema.classes.count)
    for row in order { counts[Int(labels[row])] += 1 }
    return counts.map { $0 / Double(order.count) }
  }

  /// The held-out rows of the table.
  public var holdoutLimit: Int? { labels.count - order.count }

  /// Draws rows without replacement, in a new order each pass.
  public mutating func fill(
    _ batch: inout Batch, rows: Range<Int>, using random: inout RandomStream
  ) {
    for i in rows {
      if drawn == order.count {
        random.shuffle(&order)
        drawn = 0
      }
      batch.features.replace(row: i, with: features.row(order[drawn]))
      batch.labels[i] = labels[order[drawn]]
      batch.cleanLabels[i] = batch.labels[i]
      batch.bayes[i] = .nan
      drawn += 1
    }
  }

  /// Held-out rows, at most `count`, evenly spread over the table.
  public func holdout(_ count: Int, using random: inout RandomStream) -> Examples {
    let rows = HeldOutRows.choose(count, from: labels.indices)
    return Examples(features: features.gather(rows), labels: rows.map { labels[$0] })
  }

  /// Not known.
  public func addJointDensity(
    of features: ArraySlice<Float>, weight: Double, to density: inout [Double]
  ) -> Bool { false }
}
