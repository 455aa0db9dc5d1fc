/// A field's place in the window of a text, without its quotes.
struct TextField {
  /// How it is written.
  enum Form: UInt8 {
    /// As it is.
    case plain
    /// Between quotes, nothing to undo.
    case quoted
    /// Between quotes, some doubled (delimited text) or with backslashes (ARFF).
    case escaped
    /// Not at all: the default of a sparse row.
    case omitted
  }

  let start: Int32
  let end: Int32
  let form: Form

  init(_ start: Int, _ end: Int, _ form: Form = .plain) {
    (self.start, self.end, self.form) = (
      Int32(truncatingIfNeeded: start), Int32(truncatingIfNeeded: end), form
    )
  }

  static let omitted = TextField(0, 0, .omitted)

  var range: Range<Int> { Int(start)..<Int(end) }
  var isEmpty: Bool { start == end }
}

/// How far a text has been read.
struct TextCursor {
  /// Place in the window.
  var position = 0
  /// Line of the text, from 1.
  var line = 1

  /// Steps over the line end at `position`; false if more of the text must be seen to tell.
  mutating func endLine(_ bytes: Span<UInt8>, isLast: Bool) -> Bool {
    guard position < bytes.count else { return isLast }
    let isReturn = bytes[position] == ASCII.carriageReturn
    guard !isReturn || position + 1 < bytes.count || isLast else { return false }
    let isPair =
      isReturn && position + 1 < bytes.count && bytes[position + 1] == ASCII.lineFeed
    position += isPair ? 2 : 1
    line += 1
    return true
  }
}

/// The bytes that structure a text.
enum ASCII {
  static let quote = UInt8(ascii: "\"")
  static let apostrophe = UInt8(ascii: "'")
  static let backslash = UInt8(ascii: "\\")
  static let comma = UInt8(ascii: ",")
  static let lineFeed = UInt8(ascii: "\n")
  static let carriageReturn = UInt8(ascii: "\r")
  static let space = UInt8(ascii: " ")
  static let tab = UInt8(ascii: "\t")

  /// Whether a byte ends a line.
  static func isLineEnd(_ byte: UInt8) -> Bool { byte == lineFeed || byte == carriageReturn }
  /// Whether a byte is a space or a tab.
  static func isBlank(_ byte: UInt8) -> Bool { byte == space || byte == tab }
}
