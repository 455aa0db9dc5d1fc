internal import Core

/// One column of numbers of a CSV or ARFF file, gzip or not: what `relearn detect` reads.
///
/// Numbers are read as they are asked for, in one pass and from a window that slides over the text, so
/// the file may be larger than memory. Blank lines are no values.
public struct NumericColumn: Sendable {
  private enum Source {
    case file(String)
    case standardInput
    case contents([UInt8], name: String)
  }

  private let source: Source
  private let name: String?

  /// A column of a file.
  ///
  /// - Parameters:
  ///   - file: The file, or its name in messages where `contents` is given.
  ///   - contents: The bytes in place of the file's.
  ///   - name: The column's name or its number from 1; `nil` for the first.
  public init(file: String, contents: [UInt8]? = nil, column name: String?) {
    source = contents.map { .contents($0, name: file) } ?? .file(file)
    self.name = name
  }

  /// A column of standard input, which can be read once.
  public init(standardInputColumn name: String?) { (source, self.name) = (.standardInput, name) }

  /// Gives every value in order; what `body` throws is told with the value's file and line.
  ///
  /// Throws ``InputError`` where the text is no table, has no such column, or a value is no number.
  public func forEach(_ body: (Double) throws -> Void) throws {
    var table = try self.table()
    let column = try name.map(table.column) ?? 0
    while try table.next() {
      do {
        try body(try Self.number(table, column))
      } catch let error as InputError {
        let place = table.columns.count > 1 ? "column \(table.columns[column]): " : ""
        throw InputError(file: table.file, line: table.line, place + error.problem)
      }
    }
  }

  private func table() throws(InputError) -> TextTable {
    switch source {
    case .file(let path): try TextTable(TableFile(path), TableDialect())
    case .contents(let bytes, let name):
      try TextTable(TableFile(bytes, name: name), TableDialect())
    case .standardInput: try TextTable(TableFile.standardInput, TableDialect())
    }
  }

  /// NaN, infinities and numbers beyond single precision are numbers here; it is for `body` to refuse
  /// them.
  private static func number(_ table: TextTable, _ column: Int) throws(InputError) -> Double {
    let field = table.scanner.fields[column]
    if table.isMissing(column) { throw InputError("the value is missing; allowed: a number") }
    if field.form == .omitted { return 0 }
    let bytes = table.scanner.window.bytes.span.extracting(field.range)
    if case .number(let value) = NumericField(bytes) { return value }
    let text = try table.text(column)
    if let value = Double(text) { return value }
    let line = text.prefix(40).map { $0.isNewline ? " " : String($0) }.joined()
    throw InputError("\(line) is not a number")
  }
}
