internal import Core

/// A place in a line of an ARFF file, on its way to the line's end.
struct ARFFCursor {
  static let open = UInt8(ascii: "{")
  static let close = UInt8(ascii: "}")
  private static let comment = UInt8(ascii: "%")

  private var position: Int
  private let end: Int

  /// The start of a line.
  init(_ line: Range<Int>) { (position, end) = (line.lowerBound, line.upperBound) }

  /// Whether nothing but blanks and a comment is left.
  mutating func isAtEnd(_ bytes: Span<UInt8>) -> Bool {
    skipBlanks(bytes)
    return position == end || bytes[position] == Self.comment
  }

  /// Steps over blanks, and then over one byte if it is `byte`; says whether it was.
  mutating func take(_ byte: UInt8, _ bytes: Span<UInt8>) -> Bool {
    skipBlanks(bytes)
    guard position < end && bytes[position] == byte else { return false }
    position += 1
    return true
  }

  /// ``take(_:_:)`` for a byte that may be missing.
  mutating func skip(_ byte: UInt8, _ bytes: Span<UInt8>) { _ = take(byte, bytes) }

  /// The next whole number, if that is what comes next.
  mutating func number(_ bytes: Span<UInt8>) -> Int? {
    skipBlanks(bytes)
    let start = position
    var value = 0
    while position < end, case let digit = bytes[position] &- 48, digit < 10 {
      value = min(value * 10 + Int(digit), 1 << 40)
      position += 1
    }
    return position > start ? value : nil
  }

  /// The next value: between quotes, or up to a blank, comma, brace or comment; empty if one of them comes
  /// next.
  mutating func value(_ bytes: Span<UInt8>) throws(InputError) -> TextField {
    skipBlanks(bytes)
    if position < end, [ASCII.quote, ASCII.apostrophe].contains(bytes[position]) {
      return try quoted(bytes)
    }
    let start = position
    while position < end && !Self.endsWord(bytes[position]) {
      if bytes[position] == 0 { throw InputError("is not UTF-8 text (it has a zero byte)") }
      position += 1
    }
    return TextField(start, position)
  }

  private mutating func quoted(_ bytes: Span<UInt8>) throws(InputError) -> TextField {
    let (quote, start) = (bytes[position], position + 1)
    var form = TextField.Form.quoted
    position = start
    while position < end && bytes[position] != quote {
      if bytes[position] == ASCII.backslash {
        form = .escaped
        position += 1
      }
      position += 1
    }
    guard position < end else { throw InputError("a quoted value does not end") }
    position += 1
    return TextField(start, position - 1, form)
  }

  private mutating func skipBlanks(_ bytes: Span<UInt8>) {
    while position < end && ASCII.isBlank(bytes[position]) { position += 1 }
  }

  private static func endsWord(_ byte: UInt8) -> Bool {
    byte <= ASCII.comma && (ASCII.isBlank(byte) || byte == ASCII.comma || byte == comment)
      || byte == open || byte == close
  }

  /// A quoted value with its backslashes undone: `\n`, `\r`, `\t`, `\u0041`, and any other character as
  /// itself.
  static func unescaped(_ bytes: Span<UInt8>) -> [UInt8] {
    var (result, i) = ([UInt8](), 0)
    while i < bytes.count {
      guard bytes[i] == ASCII.backslash, i + 1 < bytes.count else {
        result.append(bytes[i])
        i += 1
        continue
      }
      switch bytes[i + 1] {
      case UInt8(ascii: "n"): result.append(ASCII.lineFeed)
      case UInt8(ascii: "r"): result.append(ASCII.carriageReturn)
      case UInt8(ascii: "t"): result.append(ASCII.tab)
      case UInt8(ascii: "u"):
        if let scalar = scalar(bytes, i + 2) {
          result += Array(String(Character(scalar)).utf8)
          i += 4
        } else {
          result.append(bytes[i + 1])
        }
      case let byte: result.append(byte)
      }
      i += 2
    }
    return result
  }

  /// The character of four hexadecimal digits.
  private static func scalar(_ bytes: Span<UInt8>, _ start: Int) -> Unicode.Scalar? {
    guard start + 4 <= bytes.count else { return nil }
    let digits = (start..<start + 4).map { bytes[$0] }
    return UInt32(String(decoding: digits, as: UTF8.self), radix: 16).flatMap(Unicode.Scalar.init)
  }
}
