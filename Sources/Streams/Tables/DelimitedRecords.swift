internal import Core

/// The grammar of delimited text (RFC 4180): quoted fields with doubled quotes and embedded line ends; LF,
/// CR LF or CR; blank lines. Spaces around a field do not count; a space as delimiter may be several.
struct DelimitedRecords {
  private let delimiter: UInt8
  private let isSpaced: Bool
  /// No byte above it can end a field.
  private let highest: UInt8

  init(_ delimiter: UInt8) {
    self.delimiter = delimiter
    isSpaced = delimiter == ASCII.space
    highest = max(delimiter, ASCII.carriageReturn)
  }

  /// Cuts one record.
  func scan(
    _ bytes: Span<UInt8>, _ cursor: inout TextCursor, isLast: Bool, _ fields: inout [TextField]
  ) throws(InputError) -> RecordScanner.Outcome {
    let end = bytes.count
    while true {
      var i = skipBlanks(bytes, from: cursor.position)
      guard i < end || isLast else { return .more }
      if i < end && bytes[i] == ASCII.quote {
        cursor.position = i + 1
        guard let field = try scanQuoted(bytes, &cursor, isLast: isLast) else { return .more }
        fields.append(field)
        i = skipBlanks(bytes, from: cursor.position)
      } else {
        let start = i
        i = try endOfField(bytes, from: i, cursor.line)
        fields.append(TextField(start, trimmed(bytes, start, i)))
        if isSpaced { i = skipBlanks(bytes, from: i) }
      }
      guard i < end || isLast else { return .more }
      cursor.position = i
      if i < end && bytes[i] == delimiter {
        cursor.position += 1
      } else if i == end || ASCII.isLineEnd(bytes[i]) {
        guard cursor.endLine(bytes, isLast: isLast) else { return .more }
        return fields.count == 1 && fields[0].isEmpty ? .blank : .record
      } else if !isSpaced {
        throw InputError(line: cursor.line, "text follows a closing quote")
      }
    }
  }

  /// The delimiter, line end or end of the window after an unquoted field.
  private func endOfField(
    _ bytes: Span<UInt8>, from start: Int, _ line: Int
  ) throws(InputError) -> Int {
    var i = start
    let end = bytes.count
    while i < end {
      let byte = bytes[i]
      if byte <= highest {
        if byte == delimiter || ASCII.isLineEnd(byte) { break }
        if byte == 0 { throw Self.zeroByte(line) }
        if isSpaced && byte == ASCII.tab { break }
      }
      i += 1
    }
    return i
  }

  /// Cuts a field after its opening quote; `nil` if it goes on after the window.
  private func scanQuoted(
    _ bytes: Span<UInt8>, _ cursor: inout TextCursor, isLast: Bool
  ) throws(InputError) -> TextField? {
    let (opened, start) = (cursor.line, cursor.position)
    var form = TextField.Form.quoted
    while cursor.position < bytes.count {
      let (byte, next) = (bytes[cursor.position], cursor.position + 1)
      if byte == ASCII.quote {
        guard next < bytes.count || isLast else { return nil }
        if next == bytes.count || bytes[next] != ASCII.quote {
          cursor.position = next
          return TextField(start, next - 1, form)
        }
        form = .escaped
        cursor.position = next + 1
      } else if ASCII.isLineEnd(byte) {
        guard cursor.endLine(bytes, isLast: isLast) else { return nil }
      } else {
        if byte == 0 { throw Self.zeroByte(cursor.line) }
        cursor.position = next
      }
    }
    if isLast { throw InputError(line: opened, "a quoted field does not end") }
    return nil
  }

  private func isBlank(_ byte: UInt8) -> Bool {
    ASCII.isBlank(byte) && (byte != delimiter || isSpaced)
  }

  private func skipBlanks(_ bytes: Span<UInt8>, from start: Int) -> Int {
    var i = start
    while i < bytes.count && isBlank(bytes[i]) { i += 1 }
    return i
  }

  private func trimmed(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Int {
    var end = end
    while end > start && isBlank(bytes[end - 1]) { end -= 1 }
    return end
  }

  static func zeroByte(_ line: Int) -> InputError {
    InputError(line: line, "is not UTF-8 text (it has a zero byte)")
  }

  /// The delimiter that the first line has most of, outside quotes; a comma if it has none. `nil` if the
  /// line goes on after the window.
  static func delimiter(of bytes: Span<UInt8>, isLast: Bool) -> UInt8? {
    let candidates = TableDialect.Delimiter.sniffed
    var (counts, isQuoted, isBlank) = (candidates.map { _ in 0 }, false, true)
    var i = 0
    while i < bytes.count && (isBlank || isQuoted || !ASCII.isLineEnd(bytes[i])) {
      if bytes[i] == ASCII.quote { isQuoted.toggle() }
      if !ASCII.isLineEnd(bytes[i]) { isBlank = false }
      if !isQuoted, let c = candidates.firstIndex(of: bytes[i]) { counts[c] += 1 }
      i += 1
    }
    guard i < bytes.count || isLast else { return nil }
    let most = counts.max() ?? 0
    return candidates[counts.firstIndex(of: most) ?? 0]
  }
}
