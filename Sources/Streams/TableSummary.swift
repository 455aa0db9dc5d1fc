public import Core

/// What a file of labelled rows holds, found out before anything is decided about it.
public struct TableSummary: Sendable {
  /// A column beside the label.
  public struct Column: Sendable {
    /// Its name; x1, x2, … without a header.
    public let name: String
    /// Distinct words, at most ``TableSummary/mostLevels`` and one more are counted; `nil` for numbers.
    public let levels: Int?
    /// Whether it has too many distinct words to be a feature, as dates and names of rows do.
    public var isIgnored: Bool { (levels ?? 0) > TableSummary.mostLevels }
  }

  /// Most distinct words of a column that is worth a feature for each.
  public static let mostLevels = 100

  /// The columns beside the label.
  public let columns: [Column]
  /// The label column.
  public let label: String
  /// Rows in the file.
  public let rows: Int
  /// Rows in which a feature that is not ignored is missing.
  public let incompleteRows: Int
  /// Rows without a label.
  public let unlabelledRows: Int

  /// Looks through a file. `label` is the label column's name or number from 1; the last if `nil`.
  ///
  /// Throws ``InputError`` where the file is no table, and for an unknown label.
  public init(path: String, label: String?) throws(InputError) {
    let text = try DelimitedText(TableFile.bytes(path), file: path, dialect: TableDialect())
    guard text.columns.count > 1 else {
      throw InputError(
        file: path, line: text.lines[0], "has one column; features and a label are needed")
    }
    let target = try Self.column(label, of: text)
    let others = text.columns.indices.filter { $0 != target }
    columns = others.map { Column(name: text.columns[$0], levels: Self.levels(of: $0, in: text)) }
    let features = zip(others, columns).filter { !$1.isIgnored }.map(\.0)
    self.label = text.columns[target]
    rows = text.lines.count
    incompleteRows = text.lines.indices.count { row in
      features.contains { NumericField.isMissing(text.field(row, $0)) }
    }
    unlabelledRows = text.lines.indices.count { NumericField.isMissing(text.field($0, target)) }
  }

  private static func column(_ label: String?, of text: DelimitedText) throws(InputError) -> Int {
    guard let label else { return text.columns.count - 1 }
    if let i = text.columns.firstIndex(of: label) { return i }
    if let number = Int(label), 1...text.columns.count ~= number { return number - 1 }
    let names = text.columns.prefix(20).joined(separator: ", ")
    throw InputError(
      file: text.file, key: "label",
      "there is no column \(label); allowed: 1 to \(text.columns.count), or one of \(names)"
        + (text.columns.count > 20 ? ", …" : ""))
  }

  /// Distinct words of a column; `nil` if it holds numbers only.
  private static func levels(of column: Int, in text: DelimitedText) -> Int? {
    let isText = text.lines.indices.contains { NumericField(text.field($0, column)) == .text }
    guard isText else { return nil }
    var found: Set<ArraySlice<UInt8>> = []
    for row in text.lines.indices where found.count <= mostLevels {
      let field = text.field(row, column)
      if !NumericField.isMissing(field) { found.insert(field) }
    }
    return found.count
  }
}
