internal import Core

/// What each column of a table is for.
struct TableRoles: Sendable {
  /// The column that is predicted.
  let label: Int
  /// The column of the groups.
  let group: Int?
  /// The column of the time.
  let time: Int?
  /// The columns that the model sees, in the order of the file.
  let features: [Int]
  /// The features whose numbers are codes.
  let codes: Set<Int>
  /// All of them, in the order of the file.
  let used: [Int]
  private let missing: TableDialect.Missing

  /// Finds the columns that a dialect names; every mistake is of the setting that names them.
  init(_ table: TextTable, _ dialect: TableDialect) throws(InputError) {
    let names = ColumnNames(table)
    let ignored = Set(try names.find(dialect.ignore, "ignore"))
    let left = table.columns.indices.filter { !ignored.contains($0) }
    guard !left.isEmpty else {
      throw names.error("ignore", "no column is left; allowed: some of them")
    }
    guard left.count > 1 else {
      throw InputError(
        file: table.file, line: table.line, "has one column; features and a label are needed")
    }
    let label = try names.role(dialect.label, "label", among: left) ?? left[left.count - 1]
    let group = try names.role(dialect.group, "group", among: left)
    let time = try names.role(dialect.time, "time", among: left)
    try names.refuse(group, "group", equalTo: [(label, "label")])
    try names.refuse(time, "time", equalTo: [(label, "label"), (group, "group")])
    let hidden = dialect.groupIsFeature ? [label, time] : [label, time, group]
    let free = left.filter { !hidden.contains($0) }
    guard !free.isEmpty else {
      throw names.error(
        time == nil ? "group" : "time",
        "no features are left; allowed: a table with three columns")
    }
    features = try names.features(dialect.features, among: free)
    codes = Set(try names.features(dialect.nominal, among: features, "nominal"))
    (self.label, self.group, self.time, missing) = (label, group, time, dialect.missing)
    let all = Set(features + [label, time, group].compactMap { $0 })
    used = all.sorted()
    try names.check(features, label: dialect.target == .number ? label : nil)
  }

  /// Whether the record is kept. Throws for a missing field that is not allowed.
  func keeps(_ table: TextTable) throws(InputError) -> Bool {
    for column in used where table.isMissing(column) {
      if missing == .drop { return false }
      if missing != .error && column != label && column != time && column != group { continue }
      let role = column == label ? "label" : column == time ? "time" : "group"
      let reason: String
      switch missing {
      case .zero: reason = "a \(role) cannot be zero"
      case .mean: reason = "a \(role) cannot be a mean"
      case .error, .drop: reason = "see the setting `missing`"
      }
      throw InputError(
        file: table.file, line: table.line, "column \(table.columns[column]) is missing; \(reason)")
    }
    return true
  }
}
