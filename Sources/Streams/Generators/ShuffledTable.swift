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
    source: TableDialect.source, settings: TableDialect.settings
  ) { values, _ in
    let table = try LabelledTable(values)
    try check(table)
    let shuffled = ShuffledTable(table.schema, table.rows)
    return { _ in shuffled }
  }

  /// Its columns.
  public let schema: Schema
  /// The shares of the classes among the rows that are not held out; `nil` for regression.
  public let classShares: [Double]?
  private let rows: RowStore
  /// The rows that are not held out, in the order of this pass.
  private var order: [UInt32]
  /// Rows of this pass that have been drawn.
  private var drawn: Int

  init(_ schema: Schema, _ rows: RowStore) {
    (self.schema, self.rows) = (schema, rows)
    order = (0..<rows.count).lazy.filter { !HeldOutRows.contains($0) }.map { UInt32($0) }
    drawn = order.count
    classShares = schema.classes.isEmpty ? nil : Self.shares(schema.classes.count, rows, order)
  }

  private static func shares(_ classes: Int, _ rows: RowStore, _ order: [UInt32]) -> [Double] {
    var counts = Array(repeating: 0.0, count: classes)
    for row in order { counts[Int(rows.label(Int(row)))] += 1 }
    return counts.map { $0 / Double(order.count) }
  }

  /// Throws for a table that is too short to hold out rows of it.
  static func check(_ table: LabelledTable) throws(InputError) {
    guard table.count >= HeldOutRows.spacing, table.count < UInt32.max else {
      throw InputError(
        file: table.file,
        "has \(table.count) rows; allowed: at least \(HeldOutRows.spacing), one of them held out")
    }
  }

  /// Rows that are drawn in one pass.
  var passLength: Int { order.count }

  /// Not known.
  public var bayesAccuracy: Double? { nil }

  /// The held-out rows of the table.
  public var holdoutLimit: Int? { rows.count - order.count }

  /// Draws rows without replacement, in a new order each pass.
  public mutating func fill(
    _ batch: inout Batch, rows places: Range<Int>, using random: inout RandomStream
  ) {
    for i in places {
      if drawn == order.count {
        random.shuffle(&order)
        drawn = 0
      }
      let row = Int(order[drawn])
      rows.copyFeatures(row, to: i, of: &batch.features)
      batch.labels[i] = rows.label(row)
      batch.cleanLabels[i] = batch.labels[i]
      batch.bayes[i] = .nan
      drawn += 1
    }
  }

  /// Held-out rows, at most `count`, evenly spread over the table.
  public func holdout(_ count: Int, using random: inout RandomStream) -> Examples {
    rows.examples(HeldOutRows.choose(count, from: 0..<rows.count))
  }

  /// Not known.
  public func addJointDensity(
    of features: ArraySlice<Float>, weight: Double, to density: inout [Double]
  ) -> Bool { false }
}
