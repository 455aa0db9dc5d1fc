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
