/// A dense matrix in row-major order over one flat array: element (i, j) is `elements[i·columns + j]`.
///
/// A value: copies share storage until one of them is written. Rows can be appended in amortized
/// constant time, so a growing history is a matrix too.
public struct Matrix<Element: Scalar>: Hashable, Sendable, Codable {
  /// Number of rows, n.
  public private(set) var rows: Int
  /// Number of columns, d.
  public let columns: Int
  @usableFromInline var storage: [Element]

  /// The elements, row after row; `rows · columns` of them.
  @inlinable public var elements: [Element] { storage }

  /// A matrix [rows, columns] filled with one value.
  public init(rows: Int = 0, columns: Int, filledWith value: Element = 0) {
    precondition(rows >= 0 && columns >= 0, "negative shape [\(rows), \(columns)]")
    self.rows = rows
    self.columns = columns
    storage = Array(repeating: value, count: rows * columns)
  }

  /// A matrix [rows, columns] of the given elements in row-major order.
  public init(rows: Int, columns: Int, _ elements: [Element]) {
    precondition(
      elements.count == rows * columns, "\(elements.count) elements for [\(rows), \(columns)]")
    self.rows = rows
    self.columns = columns
    storage = elements
  }

  /// The element in row `i` and column `j`.
  @inlinable public subscript(i: Int, j: Int) -> Element {
    get { storage[i * columns + j] }
    _modify { yield &storage[i * columns + j] }
  }

  /// Row `i`, as a slice that starts at index `i · columns`.
  @inlinable public func row(_ i: Int) -> ArraySlice<Element> {
    storage[i * columns..<(i + 1) * columns]
  }

  /// Lets `body` write the elements in place, row after row: [rows · columns].
  @inlinable @inline(__always)
  public mutating func withMutableSpan(_ body: (inout MutableSpan<Element>) -> Void) {
    var elements = storage.mutableSpan
    body(&elements)
  }

  /// Appends one row of `columns` elements.
  public mutating func append(row: some Collection<Element>) {
    precondition(row.count == columns, "a row of \(row.count) for \(columns) columns")
    storage.append(contentsOf: row)
    rows += 1
  }

  /// Appends the rows `range` of a matrix of the same width.
  public mutating func append(rows range: Range<Int>, of other: Matrix) {
    precondition(other.columns == columns, "\(other.columns) columns for \(columns)")
    storage.append(
      contentsOf: other.storage[range.lowerBound * columns..<range.upperBound * columns])
    rows += range.count
  }

  /// Overwrites row `i`.
  public mutating func replace(row i: Int, with row: some Collection<Element>) {
    precondition(row.count == columns, "a row of \(row.count) for \(columns) columns")
    storage.replaceSubrange(i * columns..<(i + 1) * columns, with: row)
  }

  /// Overwrites row `i`.
  public mutating func replace(row i: Int, with row: Span<Element>) {
    precondition(row.count == columns && i >= 0 && i < rows, "row \(i) of [\(rows), \(columns)]")
    let start = i * columns
    unsafe storage.withUnsafeMutableBufferPointer { storage in
      unsafe row.withUnsafeBufferPointer { row in
        guard let from = row.baseAddress, let to = storage.baseAddress else { return }
        unsafe (to + start).update(from: from, count: row.count)
      }
    }
  }

  /// Changes the number of rows in place: surplus rows go, missing ones come as zeros.
  public mutating func resize(rows count: Int) {
    precondition(count >= 0, "negative row count \(count)")
    if count < rows {
      storage.removeLast((rows - count) * columns)
    } else {
      storage.append(contentsOf: repeatElement(0, count: (count - rows) * columns))
    }
    rows = count
  }

  /// The rows with the given indices, in that order.
  public func gather(_ indices: some Collection<Int>) -> Matrix {
    var result = Matrix(columns: columns)
    result.storage.reserveCapacity(indices.count * columns)
    for i in indices { result.append(row: row(i)) }
    return result
  }

  /// The elements as an unsafe buffer, for the kernels of Numerics and Training.
  @inlinable @unsafe public func withUnsafeElements<Result, Failure: Error>(
    _ body: (UnsafeBufferPointer<Element>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try unsafe storage.withUnsafeBufferPointer(body)
  }

  /// The elements as an unsafe mutable buffer, for the kernels of Numerics and Training.
  @inlinable @unsafe public mutating func withUnsafeMutableElements<Result, Failure: Error>(
    _ body: (inout UnsafeMutableBufferPointer<Element>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try unsafe storage.withUnsafeMutableBufferPointer(body)
  }
}
