public import Core

/// One column of numbers of a delimited text, gzip or not: what `relearn detect` reads.
///
/// The text is held once; numbers are read from it as they are asked for. Blank lines are no values.
public struct NumericColumn: Sendable {
  private let text: DelimitedText
  private let column: Int

  /// Finds a column in a file.
  ///
  /// - Parameters:
  ///   - file: The file, or its name in messages where `contents` is given.
  ///   - contents: The bytes in place of the file's.
  ///   - name: The column's name or its number from 1; `nil` for the first.
  public init(file: String, contents: [UInt8]? = nil, column name: String?) throws(InputError) {
    let bytes: [UInt8]
    if let contents {
      bytes = try TableFile.text(contents, file)
    } else {
      bytes = try TableFile.bytes(file)
    }
    text = try DelimitedText(bytes, file: file, dialect: TableDialect())
    column = try Self.index(of: name, in: text)
  }

  private static func index(of name: String?, in text: DelimitedText) throws(InputError) -> Int {
    guard let name else { return 0 }
    if let i = text.columns.firstIndex(of: name) { return i }
    if let number = Int(name), text.columns.indices.contains(number - 1) { return number - 1 }
    let shown = text.columns.prefix(20).joined(separator: ", ")
    let more = text.columns.count > 20 ? ", …" : ""
    throw InputError(
      file: text.file,
      "no column \(name); allowed: \(shown)\(more), or a number from 1 to \(text.columns.count)")
  }

  /// Number of values.
  public var count: Int { text.lines.count }

  /// Gives every value in order; what `body` throws is told with the value's file and line.
  public func forEach(_ body: (Double) throws -> Void) throws {
    for record in text.lines.indices {
      do {
        try body(try number(record))
      } catch let error as InputError {
        throw InputError(file: text.file, line: text.lines[record], error.problem)
      }
    }
  }

  /// NaN, infinities and numbers beyond single precision are numbers here; it is for `body` to refuse
  /// them.
  private func number(_ record: Int) throws(InputError) -> Double {
    switch NumericField(text.field(record, column)) {
    case .number(let value): return value
    case .missing: throw InputError("the value is missing; allowed: a number")
    case .notFinite, .text:
      let field = text.text(record, column)
      if let value = Double(field) { return value }
      let line = field.prefix(40).map { $0.isNewline ? " " : String($0) }.joined()
      throw InputError("\(line) is not a number")
    }
  }
}
