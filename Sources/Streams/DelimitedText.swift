internal import Core

/// A text of delimited fields (RFC 4180), cut into records: `,`, `;` or tab, quoted fields with doubled
/// quotes and embedded line ends, LF, CR LF or CR, a byte order mark, blank lines.
///
/// Spaces around a field do not count. One pass over the bytes; a field costs 8 bytes.
struct DelimitedText: Sendable {
  /// A field's place in the text, without its quotes.
  private struct Field {
    let start: UInt32
    let end: UInt32
  }

  /// The file, for messages.
  let file: String
  /// Names of the columns: those of the header, else x1, x2, ….
  private(set) var columns: [String] = []
  /// The line each record starts on, from 1; the header is not a record.
  private(set) var lines: [Int] = []
  private let bytes: [UInt8]
  private var fields: [Field] = []

  /// Cuts a text into records; throws for a ragged record, a quote that does not close and the like.
  init(_ bytes: [UInt8], file: String, dialect: TableDialect) throws(InputError) {
    (self.bytes, self.file) = (bytes, file)
    guard bytes.count < UInt32.max else { throw InputError(file: file, "is larger than 4 GB") }
    let start = bytes.starts(with: [0xef, 0xbb, 0xbf]) ? 3 : 0
    let delimiter = dialect.delimiter.byte ?? Self.delimiter(of: bytes[start...])
    let limit = dialect.limit == Int.max ? dialect.limit : dialect.limit + 1
    var (position, line) = (start, 1)
    while position < bytes.count && lines.count < limit {
      try scanRecord(from: &position, line: &line, delimiter)
    }
    guard !lines.isEmpty else { throw InputError(file: file, "has no rows") }
    try nameColumns(dialect.header)
    if lines.count > dialect.limit {
      lines.removeLast()
      fields.removeLast(columns.count)
    }
    guard !lines.isEmpty else {
      throw InputError(file: file, "has a header but no rows; allowed: at least one row")
    }
    try drop(dialect.ignore)
  }

  /// The bytes of a field, outer spaces and quotes removed; doubled quotes stand as they are.
  func field(_ record: Int, _ column: Int) -> ArraySlice<UInt8> {
    slice(fields[record * columns.count + column])
  }

  /// A field as text.
  func text(_ record: Int, _ column: Int) -> String {
    text(fields[record * columns.count + column])
  }

  private func slice(_ field: Field) -> ArraySlice<UInt8> {
    bytes[Int(field.start)..<Int(field.end)]
  }

  private func text(_ field: Field) -> String {
    let text = String(decoding: slice(field), as: UTF8.self)
    let isQuoted = field.start > 0 && bytes[Int(field.start) - 1] == Self.quote
    return isQuoted && text.contains("\"\"") ? Self.undouble(text) : text
  }

  private static func undouble(_ text: String) -> String {
    var (result, isSecond) = ("", false)
    for scalar in text.unicodeScalars {
      isSecond = scalar == "\"" && !isSecond && result.unicodeScalars.last == "\""
      if !isSecond { result.unicodeScalars.append(scalar) }
    }
    return result
  }
}

extension DelimitedText {
  private static let quote = UInt8(ascii: "\"")
  private static let lineFeed = UInt8(ascii: "\n")
  private static let carriageReturn = UInt8(ascii: "\r")

  private static func isLineEnd(_ byte: UInt8) -> Bool {
    byte == lineFeed || byte == carriageReturn
  }

  private static func isSpace(_ byte: UInt8, _ delimiter: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || (byte == UInt8(ascii: "\t") && byte != delimiter)
  }

  /// The delimiter that the first line has most of, outside quotes; a comma if it has none.
  private static func delimiter(of bytes: ArraySlice<UInt8>) -> UInt8 {
    let candidates = [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t")]
    var (counts, isQuoted) = ([0, 0, 0], false)
    for byte in bytes.drop(while: isLineEnd) {
      if byte == quote { isQuoted.toggle() }
      if isQuoted { continue }
      if isLineEnd(byte) { break }
      if let i = candidates.firstIndex(of: byte) { counts[i] += 1 }
    }
    let most = counts.max() ?? 0
    return candidates[counts.firstIndex(of: most) ?? 0]
  }

  /// Cuts one record; a blank line is none.
  private mutating func scanRecord(
    from position: inout Int, line: inout Int, _ delimiter: UInt8
  ) throws(InputError) {
    let (start, first) = (line, fields.count)
    var isLast = false
    while !isLast {
      fields.append(try scanField(from: &position, line: &line, delimiter))
      isLast = position == bytes.count || bytes[position] != delimiter
      if !isLast { position += 1 }
    }
    endLine(&position, &line)
    let count = fields.count - first
    if count == 1 && fields[first].start == fields[first].end {
      fields.removeLast()
      return
    }
    if columns.isEmpty { columns = (1...count).map { "x\($0)" } }
    guard count == columns.count else {
      throw InputError(
        file: file, line: start,
        "has \(count) field\(count == 1 ? "" : "s"), but line \(lines[0]) has \(columns.count)")
    }
    lines.append(start)
  }

  /// Cuts one field and stops at the delimiter, line end or end of the text after it.
  private func scanField(
    from position: inout Int, line: inout Int, _ delimiter: UInt8
  ) throws(InputError) -> Field {
    skipSpaces(&position, delimiter)
    if position < bytes.count && bytes[position] == Self.quote {
      return try scanQuoted(from: &position, line: &line, delimiter)
    }
    let start = position
    while position < bytes.count, bytes[position] != delimiter, !Self.isLineEnd(bytes[position]) {
      position += 1
    }
    var end = position
    while end > start && Self.isSpace(bytes[end - 1], delimiter) { end -= 1 }
    return Field(start: UInt32(start), end: UInt32(end))
  }

  private func scanQuoted(
    from position: inout Int, line: inout Int, _ delimiter: UInt8
  ) throws(InputError) -> Field {
    let (opened, start) = (line, position + 1)
    position = start
    while position < bytes.count {
      if bytes[position] == Self.quote {
        guard position + 1 < bytes.count && bytes[position + 1] == Self.quote else { break }
        position += 1
      } else if Self.isLineEnd(bytes[position]) {
        endLine(&position, &line)
        continue
      }
      position += 1
    }
    guard position < bytes.count else {
      throw InputError(file: file, line: opened, "a quoted field does not end")
    }
    let end = position
    position += 1
    skipSpaces(&position, delimiter)
    guard position == bytes.count || bytes[position] == delimiter || Self.isLineEnd(bytes[position])
    else { throw InputError(file: file, line: line, "text follows a closing quote") }
    return Field(start: UInt32(start), end: UInt32(end))
  }

  private func skipSpaces(_ position: inout Int, _ delimiter: UInt8) {
    while position < bytes.count && Self.isSpace(bytes[position], delimiter) { position += 1 }
  }

  /// Steps over one line end, if there is one.
  private func endLine(_ position: inout Int, _ line: inout Int) {
    guard position < bytes.count else { return }
    line += 1
    let isPair =
      bytes[position] == Self.carriageReturn && position + 1 < bytes.count
      && bytes[position + 1] == Self.lineFeed
    position += isPair ? 2 : 1
  }

  /// Leaves columns out.
  private mutating func drop(_ names: [String]) throws(InputError) {
    if names.isEmpty { return }
    if let unknown = names.first(where: { !columns.contains($0) }) {
      let known = columns.prefix(20).joined(separator: ", ") + (columns.count > 20 ? ", …" : "")
      throw InputError(
        file: file, key: "ignore", "there is no column \(unknown); allowed: \(known)")
    }
    let kept = columns.indices.filter { !names.contains(columns[$0]) }
    guard !kept.isEmpty else {
      throw InputError(file: file, key: "ignore", "no column is left; allowed: some of them")
    }
    fields = lines.indices.flatMap { row in kept.map { fields[row * columns.count + $0] } }
    columns = kept.map { columns[$0] }
  }

  /// Takes the first record as the header if it is one.
  private mutating func nameColumns(_ header: TableDialect.Header) throws(InputError) {
    let first = fields[..<columns.count]
    let isHeader =
      header == .auto
      ? first.contains { $0.start < $0.end }
        && first.allSatisfy { field in
          field.start == field.end || NumericField(slice(field)) == .text
        } : header == .yes
    guard isHeader else { return }
    for (i, field) in first.enumerated() where field.start < field.end {
      let name = text(field)
      if columns[..<i].contains(name) {
        throw InputError(file: file, line: lines[0], "two columns are named \(name)")
      }
      columns[i] = name
    }
    fields.removeFirst(columns.count)
    lines.removeFirst()
  }
}
