internal import Core

/// The columns of a text with the missing fields dealt with.
struct TableColumns: Sendable {
  /// A feature column.
  enum Column: Sendable {
    /// Numbers, [n].
    case numeric([Float])
    /// The level of each row, [n], an index into `levels`; −1 where it is missing.
    case nominal(levels: [String], codes: [Int])

    /// What it is called.
    func attribute(_ name: String) -> Attribute {
      switch self {
      case .numeric: .number(name)
      case .nominal(let levels, _): .nominal(name, levels)
      }
    }
  }

  private let text: DelimitedText
  private let label: Int
  private let group: Int?
  /// The records that are kept.
  private let records: [Int]

  /// Drops, accepts or refuses records with missing fields.
  init(
    _ text: DelimitedText, label: Int, group: Int? = nil, missing: TableDialect.Missing
  ) throws(InputError) {
    (self.text, self.label, self.group) = (text, label, group)
    var records: [Int] = []
    for record in text.lines.indices {
      let absent = text.columns.indices.first { column in
        (missing != .zero || column == label || column == group)
          && NumericField.isMissing(text.field(record, column))
      }
      if let absent, missing != .drop {
        throw InputError(
          file: text.file, line: text.lines[record],
          "column \(text.columns[absent]) is missing; "
            + (missing == .zero
              ? "a \(absent == label ? "label" : "group") cannot be zero"
              : "see the setting `missing`"))
      }
      if absent == nil { records.append(record) }
    }
    guard !records.isEmpty else { throw InputError(file: text.file, "every row was dropped") }
    self.records = records
  }

  /// A feature column.
  func feature(_ column: Int) throws(InputError) -> Column {
    if let numbers = try numbers(column) { return .numeric(numbers.map { Float($0) }) }
    return try nominal(column)
  }

  /// The class of each row; the classes are sorted.
  func classes() throws(InputError) -> (levels: [String], codes: [Int]) {
    let result = try categories(label)
    guard result.levels.count > 1 else {
      throw InputError(
        file: text.file,
        "all rows are of one class, \(result.levels[0]) in column \(text.columns[label]); allowed: "
          + "two classes or more")
    }
    return result
  }

  /// The distinct values of a column without missing fields, sorted, and that of each row: in numeric order
  /// if all are numbers.
  func categories(_ column: Int) throws(InputError) -> (levels: [String], codes: [Int]) {
    guard let numbers = try numbers(column) else {
      return try levels(column) { text.text(records[$0], column) }
    }
    let (levels, codes) = try levels(column) { numbers[$0] }
    return (levels.map(Self.name), codes)
  }

  /// A number as the name of a class.
  private static func name(_ number: Double) -> String {
    Int(exactly: number).map { "\($0)" } ?? "\(number)"
  }

  /// The numbers of a column, 0 where missing; `nil` if a field is text.
  private func numbers(_ column: Int) throws(InputError) -> [Double]? {
    var (numbers, notFinite) = ([Double](), Int?.none)
    numbers.reserveCapacity(records.count)
    for record in records {
      switch NumericField(text.field(record, column)) {
      case .number(let value): numbers.append(value)
      case .missing: numbers.append(0)
      case .notFinite:
        numbers.append(0)
        if notFinite == nil { notFinite = record }
      case .text: return nil
      }
    }
    guard let notFinite else { return numbers }
    throw InputError(
      file: text.file, line: text.lines[notFinite],
      "column \(text.columns[column]): \(text.text(notFinite, column)) is not a finite number; "
        + "allowed: numbers, or the setting `missing` for empty fields")
  }

  private func nominal(_ column: Int) throws(InputError) -> Column {
    let (levels, codes) = try levels(column) { row -> String? in
      let isMissing = NumericField.isMissing(text.field(records[row], column))
      return isMissing ? nil : text.text(records[row], column)
    }
    return .nominal(levels: levels, codes: codes)
  }

  /// What the values of a column with levels are.
  private func kind(of column: Int) -> String {
    column == label ? "classes" : column == group ? "groups" : "levels, and not all are numbers"
  }

  /// The distinct keys of the rows in order, and the place of each row's among them, −1 for none.
  private func levels<Key: Hashable & Comparable>(
    _ column: Int, _ key: (Int) -> Key?
  ) throws(InputError) -> (levels: [Key], codes: [Int]) {
    var (found, seen, keys) = ([Key: Int](), [Key](), [Int]())
    for row in records.indices {
      guard let key = key(row) else {
        keys.append(-1)
        continue
      }
      keys.append(found[key] ?? seen.count)
      guard found.updateValue(keys[row], forKey: key) == nil else { continue }
      seen.append(key)
      guard seen.count <= LabelledTable.maximumLevels else {
        throw InputError(
          file: text.file, line: text.lines[records[row]],
          "column \(text.columns[column]) has more than \(LabelledTable.maximumLevels) "
            + "distinct \(kind(of: column))")
      }
    }
    let order = seen.indices.sorted { seen[$0] < seen[$1] }
    var places = Array(repeating: 0, count: seen.count)
    for (place, i) in order.enumerated() { places[i] = place }
    return (order.map { seen[$0] }, keys.map { $0 < 0 ? -1 : places[$0] })
  }
}
