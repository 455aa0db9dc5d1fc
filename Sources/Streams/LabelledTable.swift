internal import Core
internal import Numerics

/// A table of labelled rows read from a file: numbers as they are, nominal columns one-hot, the label
/// column as classes.
///
/// A column is numeric if all its fields that are not missing are numbers; a `nan`, `inf` or number
/// beyond single precision among them is an error. Else it is nominal, with one column `name=level` for
/// each of at most 1000 levels, in order. Classes are in numeric order if all are numbers, else in
/// alphabetical order.
struct LabelledTable: Sendable {
  /// The file, as the person named it.
  let file: String
  let schema: Schema
  /// Features, [n, d].
  let features: Matrix<Float>
  /// Class indices, [n].
  let labels: [Float]
  /// The group of each row, [n]; empty where no column names groups.
  let groups: [Int]

  /// Most levels of a nominal column, and most classes.
  static let maximumLevels = 1000

  /// Number of rows, n.
  var count: Int { labels.count }

  /// Reads a file; every mistake in it is an ``InputError`` with file and line. A group column is none of
  /// the features unless `groupIsFeature`.
  init(
    path: String, label: String?, group: String? = nil, groupIsFeature: Bool = false,
    dialect: TableDialect
  ) throws(InputError) {
    let text = try DelimitedText(TableFile.bytes(path), file: path, dialect: dialect)
    let labelColumn = try Self.column(label, "label", of: text)
    let groupColumn = try Self.groupColumn(group, label: labelColumn, groupIsFeature, of: text)
    let reader = try TableColumns(
      text, label: labelColumn, group: groupColumn, missing: dialect.missing)
    file = path
    let categories = try groupColumn.map { column throws(InputError) in
      try reader.categories(column)
    }
    groups = categories?.codes ?? []
    let classes = try reader.classes()
    labels = classes.codes.map { Float($0) }
    var (attributes, columns) = ([Attribute](), [TableColumns.Column]())
    for c in text.columns.indices
    where c != labelColumn && (c != groupColumn || groupIsFeature) {
      let column = try reader.feature(c)
      columns.append(column)
      attributes.append(column.attribute(text.columns[c]))
    }
    schema = Schema(
      attributes: attributes, classes: classes.levels, groups: categories?.levels ?? [])
    features = Self.matrix(columns, rows: labels.count, width: schema.features.count)
  }

  /// Reads the table that settings of ``TableDialect`` name.
  init(
    _ values: SettingValues, group: String? = nil, groupIsFeature: Bool = false
  ) throws(InputError) {
    try self.init(
      path: values[TableDialect.path], label: values[TableDialect.label], group: group,
      groupIsFeature: groupIsFeature, dialect: TableDialect(values))
  }

  /// The group column, which is not the label, and not the only other one unless it is a feature too.
  private static func groupColumn(
    _ group: String?, label: Int, _ isFeature: Bool, of text: DelimitedText
  ) throws(InputError) -> Int? {
    guard let group else { return nil }
    let column = try column(group, "group", of: text)
    if column == label {
      throw InputError(
        file: text.file, key: "group", "\(group) is the label; allowed: another column")
    }
    guard text.columns.count > 2 || isFeature else {
      throw InputError(
        file: text.file, key: "group", "no features are left; allowed: a table with three columns")
    }
    return column
  }

  /// The column of a role: by name, else by number from 1; the last if unset.
  private static func column(
    _ name: String?, _ role: String, of text: DelimitedText
  ) throws(InputError) -> Int {
    guard text.columns.count > 1 else {
      throw InputError(
        file: text.file, line: text.lines[0], "has one column; features and a label are needed")
    }
    guard let name else { return text.columns.count - 1 }
    if let i = text.columns.firstIndex(of: name) { return i }
    if let number = Int(name), 1...text.columns.count ~= number { return number - 1 }
    let names = text.columns.prefix(20).joined(separator: ", ")
    throw InputError(
      file: text.file, key: role,
      "there is no \(role) column \(name); allowed: 1 to \(text.columns.count), or one of \(names)"
        + (text.columns.count > 20 ? ", …" : ""))
  }

  private static func matrix(
    _ columns: [TableColumns.Column], rows: Int, width: Int
  ) -> Matrix<Float> {
    var (elements, offset) = ([Float](repeating: 0, count: rows * width), 0)
    for column in columns {
      switch column {
      case .numeric(let values):
        for i in 0..<rows { elements[i * width + offset] = values[i] }
        offset += 1
      case .nominal(let levels, let codes):
        for i in 0..<rows where codes[i] >= 0 { elements[i * width + offset + codes[i]] = 1 }
        offset += levels.count
      }
    }
    return Matrix(rows: rows, columns: width, elements)
  }
}
