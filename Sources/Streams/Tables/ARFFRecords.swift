internal import Core

/// The grammar of the rows of an ARFF file (WEKA 3.8's `ArffLoader`): values between commas, spaces or
/// tabs, quoted by `'` or `"` with backslashes inside, comments from `%` on, sparse rows `{1 x, 3 y}`.
///
/// A comma at the end of a row, which MOA writes, does not count. Unlike WEKA: nothing between two commas is
/// a missing value, and weights of rows are refused.
struct ARFFRecords {
  /// Attributes that were declared.
  let columnCount: Int

  /// Cuts one row, which is one line.
  func scan(
    _ bytes: Span<UInt8>, _ cursor: inout TextCursor, isLast: Bool, _ fields: inout [TextField]
  ) throws(InputError) -> RecordScanner.Outcome {
    var end = cursor.position
    while end < bytes.count && !ASCII.isLineEnd(bytes[end]) { end += 1 }
    let line = cursor.position..<end
    cursor.position = end
    let number = cursor.line
    guard cursor.endLine(bytes, isLast: isLast) else { return .more }
    do throws(InputError) {
      var row = ARFFCursor(line)
      if row.isAtEnd(bytes) { return .blank }
      if row.take(ARFFCursor.open, bytes) {
        try scanSparse(bytes, &row, &fields)
      } else {
        try scanDense(bytes, &row, &fields)
      }
    } catch {
      throw InputError(line: number, error.problem)
    }
    return .record
  }

  private func scanDense(
    _ bytes: Span<UInt8>, _ row: inout ARFFCursor, _ fields: inout [TextField]
  ) throws(InputError) {
    repeat {
      try refuseBraces(bytes, &row)
      fields.append(try row.value(bytes))
      row.skip(ASCII.comma, bytes)
    } while !row.isAtEnd(bytes)
  }

  private func scanSparse(
    _ bytes: Span<UInt8>, _ row: inout ARFFCursor, _ fields: inout [TextField]
  ) throws(InputError) {
    for _ in 0..<columnCount { fields.append(.omitted) }
    while !row.take(ARFFCursor.close, bytes) {
      guard let column = row.number(bytes), column < columnCount else {
        throw InputError(
          "a value of a sparse row has no column before it; allowed: 0 to \(columnCount - 1)")
      }
      guard fields[column].form == .omitted else {
        throw InputError("a sparse row has two values of column \(column), counted from 0")
      }
      let value = try row.value(bytes)
      if value.isEmpty && value.form == .plain {
        throw InputError("a sparse row has no value of column \(column), counted from 0")
      }
      fields[column] = value
      row.skip(ASCII.comma, bytes)
    }
    row.skip(ASCII.comma, bytes)
    try refuseBraces(bytes, &row)
    if !row.isAtEnd(bytes) { throw InputError("text follows the } of a sparse row") }
  }

  private func refuseBraces(
    _ bytes: Span<UInt8>, _ row: inout ARFFCursor
  ) throws(InputError) {
    if row.take(ARFFCursor.open, bytes) {
      throw InputError("weights of rows are not supported; allowed: rows without {…} at their end")
    }
    if row.take(ARFFCursor.close, bytes) { throw InputError("a } without a {") }
  }
}
