public import Core
public import Numerics

/// Rows of a table in random order, without an order in time.
///
/// Row 9, 19, 29, … of the table is held out; the others are drawn in passes without replacement, in a new
/// order each pass. `holdout` gives the held-out rows, evenly spread over the table. With a `holdout-path` all
/// rows are drawn and those of that file are held out: a test set that others have fixed. The Bayes accuracy is
/// not known. The table is read once, whatever the number of seeds.
public struct ShuffledTable: Generator {
  static let holdoutPath = Setting.optionalPath(
    "holdout-path", "file of the rows to hold out; unset holds out every tenth row")
  static let holdoutLabelFile = Setting.optionalPath(
    "holdout-label-file", "IDX file of its labels, if it is an IDX file of images")

  /// The generator as scenarios name it.
  public static let entry = Entry<GeneratorFactory>(
    "table", "labelled rows of a file in random order: what permuted, split and others are made of",
    formula: "shuffled passes without replacement; every tenth row is held out",
    source: TableDialect.source,
    settings: TableDialect.settings + [holdoutPath.declaration, holdoutLabelFile.declaration]
  ) { values, _ in
    let table = try LabelledTable(values)
    let test = try testRows(values, like: table)
    try check(table, holdsOut: test == nil)
    let shuffled = ShuffledTable(table.schema, table.rows, test: test)
    return { _ in shuffled }
  }

  /// Its columns.
  public let schema: Schema
  /// The shares of the classes among the rows that are not held out; `nil` for regression.
  public let classShares: [Double]?
  private let rows: RowStore
  /// The rows of another file to hold out; `nil` if every tenth row is.
  private let test: RowStore?
  /// The rows that are not held out, in the order of this pass.
  private var order: [UInt32]
  /// Rows of this pass that have been drawn.
  private var drawn: Int

  init(_ schema: Schema, _ rows: RowStore, test: RowStore? = nil) {
    (self.schema, self.rows, self.test) = (schema, rows, test)
    order = (0..<rows.count).lazy.filter { test != nil || !HeldOutRows.contains($0) }
      .map { UInt32($0) }
    drawn = order.count
    classShares = schema.classes.isEmpty ? nil : Self.shares(schema.classes.count, rows, order)
  }

  private static func shares(_ classes: Int, _ rows: RowStore, _ order: [UInt32]) -> [Double] {
    var counts = Array(repeating: 0.0, count: classes)
    for row in order { counts[Int(rows.label(Int(row)))] += 1 }
    return counts.map { $0 / Double(order.count) }
  }

  /// The rows of the file to hold out, if there is one; it must have the same features and classes.
  private static func testRows(
    _ values: SettingValues, like table: LabelledTable
  ) throws -> RowStore? {
    guard let path = values[holdoutPath] else {
      guard values[holdoutLabelFile] == nil else {
        throw SettingError("holdout-label-file", "labels of no file; allowed: with holdout-path")
      }
      return nil
    }
    var dialect = try TableDialect(values)
    (dialect.labelFile, dialect.limit) = (values[holdoutLabelFile], .max)
    let test = try LabelledTable(TableFile(path), dialect)
    guard test.schema == table.schema else {
      throw InputError(
        file: path, key: "holdout-path",
        "has other features or classes than \(table.file); allowed: the same")
    }
    return test.rows
  }

  /// Throws for a table that is too short to hold out rows of it.
  static func check(_ table: LabelledTable, holdsOut: Bool = true) throws(InputError) {
    if !holdsOut && 1..<Int(UInt32.max) ~= table.count { return }
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

  /// The held-out rows.
  public var holdoutLimit: Int? { test?.count ?? rows.count - order.count }

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

  /// Held-out rows, at most `count`, evenly spread over their table.
  public func holdout(_ count: Int, using random: inout RandomStream) -> Examples {
    if let test {
      let chosen = min(count, test.count)
      return test.examples((0..<chosen).map { $0 * test.count / chosen })
    }
    return rows.examples(HeldOutRows.choose(count, from: 0..<rows.count))
  }

  /// Not known.
  public func addJointDensity(
    of features: ArraySlice<Float>, weight: Double, to density: inout [Double]
  ) -> Bool { false }
}
