internal import Core

/// Whether rows are in the order of a column: of its numbers if all its fields are numbers, else of its
/// texts in natural order. Equal times may follow each other.
struct TimeScan: Sendable {
  private struct Disorder {
    let line: Int
    let time: String
    let before: String
  }

  let column: Int
  /// Whether all fields are numbers.
  private(set) var isNumeric = true
  private var lastNumber = -Double.infinity
  private var lastText: [UInt8] = []
  private var first: (text: [UInt8], line: Int)?
  private var numberDisorder: Disorder?
  private var textDisorder: Disorder?

  init(_ column: Int) { self.column = column }

  /// Takes the field of the next record.
  mutating func add(_ table: TextTable) {
    let text = table.bytes(column)
    if first == nil { first = (Array(text), table.line) }
    if isNumeric {
      if case .number(let number) = NumericField(text.span) {
        if number < lastNumber && numberDisorder == nil { numberDisorder = disorder(text, table) }
        lastNumber = max(number, lastNumber)
      } else {
        isNumeric = false
      }
    }
    if textDisorder == nil {
      if NaturalOrder.isLess(text, lastText[...]) { textDisorder = disorder(text, table) }
      lastText.removeAll(keepingCapacity: true)
      lastText += text
    }
  }

  private func disorder(_ text: ArraySlice<UInt8>, _ table: TextTable) -> Disorder {
    Disorder(
      line: table.line, time: String(decoding: text, as: UTF8.self),
      before: isNumeric ? "\(lastNumber)" : String(decoding: lastText, as: UTF8.self))
  }

  /// Throws for a row out of order, unless rows are to be sorted, and for dates that cannot be ordered.
  func check(_ table: TextTable, isSorted: Bool) throws(InputError) {
    let name = table.columns[column]
    if !isNumeric, let first, NaturalOrder.isDayFirst(first.text[...]) {
      throw InputError(
        file: table.file, line: first.line,
        "column \(name): \(String(decoding: first.text, as: UTF8.self)) has the year last; allowed: "
          + "numbers, or dates with the year first, such as 2024-02-01")
    }
    guard !isSorted, let disorder = isNumeric ? numberDisorder : textDisorder else { return }
    throw InputError(
      file: table.file, line: disorder.line,
      "column \(name): \(disorder.time) comes after \(disorder.before); allowed: rows in the order of "
        + "time, or sort: true")
  }
}
