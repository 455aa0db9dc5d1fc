internal import Core

/// A table of labelled rows read from a file: numbers as they are, nominal columns one-hot, the label
/// column as classes or numbers.
///
/// The file is read twice, a piece at a time: once to find the columns' kinds and levels (``ColumnScan``),
/// once to encode the rows (``RowEncoder``), which are kept in a ``RowStore``. A nominal column has one
/// feature `name=level` for each of at most 1000 levels. Levels and classes of a CSV file are in numeric
/// order if all are numbers, else in alphabetical order; those of an ARFF file as they were declared, also
/// those that do not occur.
struct LabelledTable: Sendable {
  /// Most levels of a nominal column, and most classes.
  static let maximumLevels = 1000

  /// The file, as the person named it.
  let file: String
  let schema: Schema
  let rows: RowStore

  /// Number of rows, n.
  var count: Int { rows.count }

  /// Reads a file; every mistake in it is an ``InputError`` with file and line. Encoded rows of more than
  /// `memoryLimit` bytes are kept in a temporary file.
  init(
    _ file: TableFile, _ dialect: TableDialect, memoryLimit: Int = RowStore.memoryLimit
  ) throws(InputError) {
    self.file = file.path
    if try IDXFile.begins(file) {
      (schema, rows) = try IDXTable.read(file, dialect, memoryLimit: memoryLimit)
      return
    }
    if dialect.labelFile != nil {
      throw InputError(
        file: file.path, key: "label-file", "only an IDX file has one; allowed: the setting `label`"
      )
    }
    (schema, rows) = try Self.read(file, dialect, memoryLimit)
  }

  private static func read(
    _ file: TableFile, _ dialect: TableDialect, _ memoryLimit: Int
  ) throws(InputError) -> (Schema, RowStore) {
    let scan = try TableScan(file, dialect)
    var table = try TextTable(file, dialect)
    var encoder = try RowEncoder(scan, table, dialect)
    var store = try encoder.store(count: scan.rowCount, file.path, limit: memoryLimit)
    var means = RunningMeans(encoder.meanOffsets)
    var keys =
      dialect.isSorted ? scan.time.map { TimeKeys($0.column, isNumeric: $0.isNumeric) } : nil
    while try table.next() {
      guard try scan.roles.keeps(table) else { continue }
      try encoder.encode(table)
      if keys != nil { keys?.add(table) } else { means.fill(&encoder.row) }
      try store.append(encoder.row)
    }
    guard let keys else { return (encoder.schema, try store.store()) }
    // Means are those of the rows before in time, so they come after sorting.
    var sorted = try encoder.store(count: scan.rowCount, file.path, limit: memoryLimit)
    try store.store().forEach(in: keys.order) { row throws(InputError) in
      means.fill(&row)
      try sorted.append(row)
    }
    return (encoder.schema, try sorted.store())
  }

  /// Reads the table that settings name.
  init(_ values: SettingValues) throws {
    try self.init(TableFile(values[TableDialect.path]), TableDialect(values))
  }
}
