internal import Core

/// Turns the records of a table into rows of numbers, in a second pass over the file: numbers as they are,
/// a 1 among 0s for each level (one-hot), the label and the group as numbers.
struct RowEncoder {
  /// Where the numbers of a column go.
  private struct Slot {
    /// What a field becomes.
    enum Form {
      /// Its number.
      case number
      /// A 1 at the place of its level.
      case oneHot
      /// The number of its level.
      case code
    }

    let column: Int
    let form: Form
    let offset: Int
    /// Its levels, as an index into `categories`; −1 for a number.
    let categories: Int
    /// The level of a missing field; −1 for none.
    let missing: Int
  }

  /// The columns that come out.
  private(set) var schema: Schema
  /// The encoded record, [w]; a missing number is 0, or NaN where the mean stands for it.
  var row: [Float] = []
  /// The places of numbers that the mean may stand for.
  private(set) var meanOffsets: [Int] = []
  private var slots: [Slot] = []
  private var categories: [Categories] = []
  private let isMean: Bool

  /// For what a first pass found; throws what is wrong with a column as a whole.
  init(_ scan: TableScan, _ table: TextTable, _ dialect: TableDialect) throws(InputError) {
    isMean = dialect.missing == .mean
    schema = Schema(features: [], classes: [])
    var (attributes, classes, groups, width) = ([Attribute](), [String](), [String](), 0)
    for column in scan.columns {
      let found = try column.categories(table)
      switch column.use {
      case .feature, .codes:
        let levels = addFeature(column, found, at: width)
        let name = table.columns[column.column]
        attributes.append(levels.isEmpty ? .number(name) : .nominal(name, levels))
        width += max(levels.count, 1)
      case .number: addSlot(column, .number, nil, at: width)
      case .label:
        classes = found?.names ?? []
        try Self.check(column, classes, table)
        addSlot(column, .code, found, at: width)
      case .group:
        groups = found?.names ?? []
        addSlot(column, .code, found, at: width + 1)
      }
    }
    schema = Schema(attributes: attributes, classes: classes, groups: groups)
    row = Array(repeating: 0, count: width + (groups.isEmpty ? 1 : 2))
  }

  private static func check(
    _ label: ColumnScan, _ classes: [String], _ table: TextTable
  ) throws(InputError) {
    guard let only = label.onlyCategory(of: classes) else { return }
    throw InputError(
      file: table.file,
      "all rows are of one class, \(only) in column \(table.columns[label.column]); allowed: two "
        + "classes or more")
  }

  /// Adds a feature; returns its levels.
  private mutating func addFeature(
    _ column: ColumnScan, _ found: Categories?, at offset: Int
  ) -> [String] {
    // A column of codes without a single one is a column of zeros.
    guard let found, !found.names.isEmpty || isMean else {
      if isMean && column.hasMissing { meanOffsets.append(offset) }
      addSlot(column, .number, nil, at: offset)
      return []
    }
    var (levels, missing) = (found.names, -1)
    if isMean && column.hasMissing {
      missing = levels.firstIndex(of: "?") ?? levels.count
      if missing == levels.count { levels.append("?") }
    }
    addSlot(column, .oneHot, found, at: offset, missing: missing)
    return levels
  }

  private mutating func addSlot(
    _ column: ColumnScan, _ form: Slot.Form, _ found: Categories?, at offset: Int,
    missing: Int = -1
  ) {
    slots.append(
      Slot(
        column: column.column, form: form, offset: offset,
        categories: found == nil ? -1 : categories.count, missing: missing))
    if let found { categories.append(found) }
  }

  /// Room for `count` rows; see ``RowStore``.
  func store(
    count: Int, _ file: String, limit: Int
  ) throws(InputError) -> RowStore.Builder {
    try RowStore.Builder(
      count: count, width: schema.features.count, hasGroups: !schema.groups.isEmpty, file: file,
      limit: limit)
  }

  /// Encodes the record of a table into ``row``.
  mutating func encode(_ table: TextTable) throws(InputError) {
    for i in row.indices { row[i] = 0 }
    for slot in slots {
      let field = table.scanner.fields[slot.column]
      if table.isMissing(slot.column) {
        if slot.missing >= 0 { row[slot.offset + slot.missing] = 1 }
        if slot.form == .number && isMean { row[slot.offset] = .nan }
      } else if field.form == .escaped {
        let bytes = table.unescaped(field)
        try encode(bytes.span, slot, table)
      } else if field.form == .omitted {
        try encodeDefault(slot, table)
      } else {
        try encode(table.scanner.window.bytes.span.extracting(field.range), slot, table)
      }
    }
  }

  private mutating func encode(
    _ field: Span<UInt8>, _ slot: Slot, _ table: TextTable
  ) throws(InputError) {
    if slot.form == .number {
      guard case .number(let value) = NumericField(field) else { throw Self.changed(table) }
      row[slot.offset] = Float(value)
    } else if let level = categories[slot.categories].level(of: field) {
      set(slot, level)
    } else {
      throw Self.changed(table)
    }
  }

  /// The default of a sparse row: 0, or the first level.
  private mutating func encodeDefault(_ slot: Slot, _ table: TextTable) throws(InputError) {
    let zero = [UInt8(ascii: "0")]
    guard slot.form != .number else { return }
    if table.isNominal(slot.column) {
      set(slot, 0)
    } else {
      try encode(zero.span, slot, table)
    }
  }

  private mutating func set(_ slot: Slot, _ level: Int) {
    if slot.form == .oneHot {
      row[slot.offset + level] = 1
    } else {
      row[slot.offset] = Float(level)
    }
  }

  private static func changed(_ table: TextTable) -> InputError {
    InputError(file: table.file, line: table.line, "the file changed while it was read")
  }
}
