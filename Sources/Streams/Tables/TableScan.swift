internal import Core

/// What a first pass over a table finds: the columns' kinds and levels, the classes, how many rows are
/// kept, whether they are in order; or the first mistake.
struct TableScan {
  let roles: TableRoles
  /// The columns that are used, but for the time.
  private(set) var columns: [ColumnScan]
  /// Rows that are kept.
  private(set) var rowCount = 0
  private(set) var time: TimeScan?

  init(_ file: TableFile, _ dialect: TableDialect) throws(InputError) {
    var table = try TextTable(file, dialect)
    roles = try TableRoles(table, dialect)
    columns = Self.columns(roles, table, dialect)
    time = roles.time.map(TimeScan.init)
    while try table.next() {
      guard try roles.keeps(table) else { continue }
      rowCount += 1
      for i in columns.indices { try columns[i].take(table) }
      time?.add(table)
    }
    guard rowCount > 0 else { throw InputError(file: table.file, "every row was dropped") }
    try time?.check(table, isSorted: dialect.isSorted)
    try findLateWords(file, dialect)
  }

  private static func columns(
    _ roles: TableRoles, _ table: TextTable, _ dialect: TableDialect
  ) -> [ColumnScan] {
    func scan(_ column: Int, _ use: ColumnScan.Use) -> ColumnScan {
      ColumnScan(column, use, table.isDeclared ? table.kinds[column] : nil)
    }
    return roles.features.map { scan($0, roles.codes.contains($0) ? .codes : .feature) }
      + [scan(roles.label, dialect.target == .number ? .number : .label)]
      + (roles.group.map { [scan($0, .group)] } ?? [])
  }

  /// Goes over the file once more for the columns that turned out to hold words after numbers.
  private mutating func findLateWords(
    _ file: TableFile, _ dialect: TableDialect
  ) throws(InputError) {
    let late = columns.indices.filter { columns[$0].isLate }
    guard !late.isEmpty else { return }
    for i in late { columns[i] = columns[i].again() }
    var table = try TextTable(file, dialect)
    while try table.next() {
      guard try roles.keeps(table) else { continue }
      for i in late { try columns[i].take(table) }
    }
  }
}
