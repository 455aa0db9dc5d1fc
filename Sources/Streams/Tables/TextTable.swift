internal import Core

/// The records of a CSV or ARFF file, one at a time, and what its columns are called.
struct TextTable {
  /// What messages call the file.
  var file: String { scanner.file }
  /// Names of the columns: those of the header, else x1, x2, ….
  let columns: [String]
  /// What the columns of an ARFF file hold; empty for delimited text.
  let kinds: [ARFFHeader.Kind]
  /// The scanner; its fields and window are those of the record.
  private(set) var scanner: RecordScanner
  /// Records given so far.
  private(set) var count = 0
  private let limit: Int
  /// The line of the first record, header included.
  private let firstLine: Int
  /// Whether the scanner's record is yet to be given.
  private var isAhead = true

  /// Opens a table and finds its columns; throws where it has no rows.
  init(_ file: TableFile, _ dialect: TableDialect) throws(InputError) {
    var window = try file.text()
    limit = dialect.limit
    let isARFF: Bool
    let delimiter: UInt8
    do throws(InputError) {
      try window.skipByteOrderMark()
      isARFF = try window.look { ARFFHeader.begins($0, isLast: $1) }
      delimiter =
        if let byte = dialect.delimiter.byte { byte } else {
          try window.look { DelimitedRecords.delimiter(of: $0, isLast: $1) }
        }
    } catch {
      throw InputError(file: file.path, line: error.line, error.problem)
    }
    scanner = RecordScanner(window, file: file.path)
    if isARFF {
      let header = try ARFFHeader(&scanner)
      (columns, kinds, firstLine) = (header.names, header.kinds, 0)
      scanner.grammar = .arff(ARFFRecords(columnCount: columns.count))
    } else {
      scanner.grammar = .delimited(DelimitedRecords(delimiter))
      guard try scanner.next() else { throw InputError(file: file.path, "has no rows") }
      firstLine = scanner.line
      let names = try Self.header(scanner, dialect.header)
      columns = names ?? (1...scanner.fields.count).map { "x\($0)" }
      kinds = []
      if names == nil { return }
    }
    guard try scanner.next() else {
      throw InputError(
        file: file.path, "has a header but no rows; allowed: at least one row")
    }
  }

  /// Whether it is an ARFF file, whose header says what its columns hold.
  var isDeclared: Bool { !kinds.isEmpty }

  /// A column by its name or its number from 1.
  func column(_ name: String) throws(InputError) -> Int {
    if let i = columns.firstIndex(of: name) { return i }
    if let number = Int(name), columns.indices.contains(number - 1) { return number - 1 }
    throw InputError(
      file: file,
      "no column \(name); allowed: \(NameList.text(columns)), or a number from 1 to "
        + "\(columns.count)")
  }

  /// Whether a column's levels are declared.
  func isNominal(_ column: Int) -> Bool {
    guard isDeclared, case .nominal = kinds[column] else { return false }
    return true
  }

  /// The line of the record, from 1; before the first is given, its line.
  var line: Int { scanner.line }

  /// Goes on to the next record; false at the end or after `limit` records.
  mutating func next() throws(InputError) -> Bool {
    guard count < limit else { return false }
    if isAhead {
      isAhead = false
    } else if try !scanner.next() {
      return false
    }
    count += 1
    guard scanner.fields.count == columns.count else { throw raggedError }
    return true
  }

  private var raggedError: InputError {
    let count = scanner.fields.count
    let fields = "has \(count) field\(count == 1 ? "" : "s"), but "
    let allowed =
      isDeclared
      ? "\(columns.count) attributes are declared" : "line \(firstLine) has \(columns.count)"
    return InputError(file: file, line: line, fields + allowed)
  }

  /// Whether a field of the record holds nothing: empty, `?` or `NA`; of ARFF, nothing or `?` without
  /// quotes.
  func isMissing(_ column: Int) -> Bool {
    let field = scanner.fields[column]
    guard field.end - field.start <= 2, field.form != .omitted else { return false }
    if isDeclared && (field.form != .plain || field.end - field.start == 2) { return false }
    return NumericField.isMissing(scanner.window.bytes.span.extracting(field.range))
  }

  /// The bytes of a field, quotes undone; of no use once the next record is read.
  func bytes(_ column: Int) -> ArraySlice<UInt8> {
    let field = scanner.fields[column]
    return field.form == .escaped ? unescaped(field)[...] : scanner.window.bytes[field.range]
  }

  /// A field as text; throws where it is not UTF-8.
  func text(_ column: Int) throws(InputError) -> String {
    guard let text = String(validating: bytes(column), as: UTF8.self) else {
      throw InputError(
        file: file, line: line,
        "column \(columns[column]) is not UTF-8 text; allowed: UTF-8, as `iconv -t UTF-8` makes")
    }
    return text
  }

  /// The bytes of a field of form `escaped`.
  func unescaped(_ field: TextField) -> [UInt8] {
    let raw = scanner.window.bytes.span.extracting(field.range)
    return isDeclared ? ARFFCursor.unescaped(raw) : Self.undoubled(raw)
  }

  private static func undoubled(_ bytes: Span<UInt8>) -> [UInt8] {
    var (result, isSecond) = ([UInt8](), false)
    for i in bytes.indices {
      isSecond = bytes[i] == ASCII.quote && !isSecond && i > 0 && bytes[i - 1] == ASCII.quote
      if !isSecond { result.append(bytes[i]) }
    }
    return result
  }

  /// The names that the scanner's record gives the columns, if it is a header.
  private static func header(
    _ scanner: RecordScanner, _ header: TableDialect.Header
  ) throws(InputError) -> [String]? {
    let (fields, bytes) = (scanner.fields, scanner.window.bytes)
    let filled = fields.filter { !$0.isEmpty }
    let isHeader =
      header == .auto
      ? !filled.isEmpty
        && filled.allSatisfy { NumericField(bytes.span.extracting($0.range)) == .text }
      : header == .yes
    guard isHeader else { return nil }
    var (names, seen) = ([String](), Set<String>())
    for (i, field) in fields.enumerated() {
      let raw = bytes.span.extracting(field.range)
      let name = field.form == .escaped ? undoubled(raw) : raw.array
      guard let text = String(validating: name, as: UTF8.self) else {
        throw InputError(
          file: scanner.file, line: scanner.line, "a column's name is not UTF-8; allowed: UTF-8")
      }
      names.append(text.isEmpty ? "x\(i + 1)" : text)
      guard seen.insert(names[i]).inserted else {
        throw InputError(
          file: scanner.file, line: scanner.line, "two columns are named \(names[i])")
      }
    }
    return names
  }
}
