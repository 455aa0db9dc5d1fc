/// The rows of a matrix nearest to a point, by Euclidean distance: brute force, 3 d FLOP a row (a
/// difference, a product and a sum for each column). Reused from search to search.
public struct NearestRows: Sendable {
  /// Most rows that are sought, k.
  public let capacity: Int
  /// The rows found, nearest first; of equally near ones the first.
  public private(set) var rows: [Int] = []
  /// Their squared distances.
  public private(set) var squares: [Float] = []

  /// Room for the `capacity` nearest rows.
  public init(_ capacity: Int) {
    precondition(capacity > 0, "the \(capacity) nearest rows")
    self.capacity = capacity
    rows.reserveCapacity(capacity + 1)
    squares.reserveCapacity(capacity + 1)
  }

  /// Finds the rows of `keys` [m, d] nearest to row `i` of `queries` [n, d]; returns how many distances it
  /// computed. Distances that are no number are none.
  ///
  /// - Parameter isAllowed: which rows count; `nil` is all.
  @discardableResult
  public mutating func search(
    _ keys: Matrix<Float>, for i: Int, of queries: Matrix<Float>, isAllowed: ((Int) -> Bool)? = nil
  ) -> Int {
    let d = keys.columns
    precondition(queries.columns == d && i >= 0 && i < queries.rows, "query \(i) of another shape")
    rows.removeAll(keepingCapacity: true)
    squares.removeAll(keepingCapacity: true)
    var computed = 0
    unsafe keys.withUnsafeElements { keyElements in
      unsafe queries.withUnsafeElements { queryElements in
        guard let first = keyElements.baseAddress, let queries = queryElements.baseAddress else {
          return
        }
        let query = unsafe queries + i * d
        for row in 0..<keys.rows where isAllowed?(row) ?? true {
          unsafe offer(row, squaredDistance(first + row * d, query, d))
          computed += 1
        }
      }
    }
    return computed
  }

  private mutating func offer(_ row: Int, _ square: Float) {
    guard !square.isNaN else { return }
    if squares.count == capacity {
      guard square < squares[capacity - 1] else { return }
      rows.removeLast()
      squares.removeLast()
    }
    var place = squares.count
    while place > 0 && squares[place - 1] > square { place -= 1 }
    rows.insert(row, at: place)
    squares.insert(square, at: place)
  }

  /// Σ_j (x_j − y_j)², over eight partial sums.
  @inline(__always)
  private func squaredDistance(
    _ x: UnsafePointer<Float>, _ y: UnsafePointer<Float>, _ count: Int
  ) -> Float {
    var partial = SIMD8<Float>(repeating: 0)
    var j = 0
    while j + 8 <= count {
      let a = unsafe UnsafeRawPointer(x + j).loadUnaligned(as: SIMD8<Float>.self)
      let b = unsafe UnsafeRawPointer(y + j).loadUnaligned(as: SIMD8<Float>.self)
      partial += (a - b) * (a - b)
      j += 8
    }
    var rest: Float = 0
    while j < count {
      let difference = unsafe x[j] - y[j]
      rest += difference * difference
      j += 1
    }
    return partial.sum() + rest
  }
}
