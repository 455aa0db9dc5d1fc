internal import Core

/// Cuts a text into records, one at a time, from a window that slides over it: the text is never in memory
/// as a whole. A record that the window does not hold to its end is cut again once more has been read.
struct RecordScanner {
  /// How records are written.
  enum Grammar {
    /// A line is a record of one field.
    case lines
    /// Delimited text.
    case delimited(DelimitedRecords)
    /// The rows of an ARFF file.
    case arff(ARFFRecords)
  }

  /// What was found.
  enum Outcome {
    /// A record.
    case record
    /// A blank line or a comment.
    case blank
    /// More must be read to tell.
    case more
  }

  /// The file, for messages.
  let file: String
  var grammar: Grammar
  /// The fields of the last record, places in the window.
  private(set) var fields: [TextField] = []
  /// The line the last record starts on, from 1.
  private(set) var line = 1
  /// What is in memory of the text; changes with the next record.
  private(set) var window: TextWindow
  private var cursor = TextCursor()

  /// Starts at the first byte of a window.
  init(_ window: TextWindow, file: String, grammar: Grammar = .lines) {
    (self.window, self.file, self.grammar) = (window, file, grammar)
  }

  /// Finds the next record; false at the end of the text.
  mutating func next() throws(InputError) -> Bool {
    var start = cursor
    do throws(InputError) {
      while start.position < window.end || !window.isLast {
        fields.removeAll(keepingCapacity: true)
        cursor = start
        let outcome = try Self.scan(
          grammar, window.bytes, end: window.end, &cursor, isLast: window.isLast, &fields)
        switch outcome {
        case .record:
          line = start.line
          return true
        case .blank: start = cursor
        case .more:
          try window.refill(keepingFrom: start.position)
          start.position = 0
        }
      }
    } catch {
      throw InputError(file: file, line: error.line ?? start.line, error.problem)
    }
    return false
  }

  private static func scan(
    _ grammar: Grammar, _ bytes: [UInt8], end: Int, _ cursor: inout TextCursor, isLast: Bool,
    _ fields: inout [TextField]
  ) throws(InputError) -> Outcome {
    let bytes = bytes.span.extracting(first: end)
    switch grammar {
    case .delimited(let grammar):
      return try grammar.scan(bytes, &cursor, isLast: isLast, &fields)
    case .arff(let grammar): return try grammar.scan(bytes, &cursor, isLast: isLast, &fields)
    case .lines: return scanLine(bytes, &cursor, isLast: isLast, &fields)
    }
  }

  private static func scanLine(
    _ bytes: Span<UInt8>, _ cursor: inout TextCursor, isLast: Bool, _ fields: inout [TextField]
  ) -> Outcome {
    let start = cursor.position
    var i = start
    while i < bytes.count && !ASCII.isLineEnd(bytes[i]) { i += 1 }
    cursor.position = i
    guard cursor.endLine(bytes, isLast: isLast) else { return .more }
    fields.append(TextField(start, i))
    return start == i ? .blank : .record
  }
}
