/// The rows of a matrix nearest to a point, by Euclidean distance: exactly those that a comparison with every
/// row finds.
///
/// ‖x − y‖² = ‖x‖² + ‖y‖² − 2 x·y tells for all pairs at once, by a matrix product, which rows may be near;
/// the rounding of this form is bounded by (d + 8) 2⁻²² (‖x‖² + ‖y‖²), and only rows that may by this bound
/// be among the nearest are compared by their differences. 2 d FLOP a pair, a row and a query, and 3 d for
/// each difference.
public struct NearestRows: Sendable {
  /// Most rows that are sought, k.
  public let capacity: Int
  /// The rows found, nearest first; of equally near ones the first.
  public private(set) var rows: [Int] = []
  /// Their squared distances.
  public private(set) var squares: [Float] = []

  private init(_ capacity: Int) {
    precondition(capacity > 0, "the \(capacity) nearest rows")
    self.capacity = capacity
    rows.reserveCapacity(capacity + 1)
    squares.reserveCapacity(capacity + 1)
  }

  /// Finds the `capacity` rows of `keys` [m, d] nearest to each row of `queries` [n, d], in order, and
  /// passes the query's index and what was found on; returns the FLOP. Distances that are no number are
  /// none.
  ///
  /// - Parameter isAllowed: whether a query (first) may find a key (second); `nil` is always.
  @discardableResult
  public static func search(
    _ capacity: Int, of keys: Matrix<Float>, for queries: Matrix<Float>,
    isAllowed: ((Int, Int) -> Bool)? = nil, _ found: (Int, NearestRows) -> Void
  ) -> Int {
    let (m, n, d) = (keys.rows, queries.rows, keys.columns)
    precondition(queries.columns == d, "\(queries.columns) columns against \(d)")
    var nearest = NearestRows(capacity)
    var computed = 0
    // As many queries at once as make a product of a megabyte or so.
    let block = max(1, min(64, n, (1 << 18) / max(m, 1)))
    let products = Buffer<Float>(count: block * m)
    unsafe keys.withUnsafeElements { keys in
      unsafe queries.withUnsafeElements { queries in
        guard let keys = keys.baseAddress, let queries = queries.baseAddress else {
          for i in 0..<n { found(i, nearest) }
          return
        }
        let norms = Buffer<Float>(count: m)
        for key in 0..<m { unsafe norms.pointer[key] = squaredNorm(keys + key * d, d) }
        for first in stride(from: 0, to: n, by: block) {
          let count = min(block, n - first)
          unsafe Float.gemm(
            false, true, count, m, d, 1, queries + first * d, d, keys, d, 0, products.pointer, m)
          for i in first..<first + count {
            computed += unsafe nearest.choose(
              keys, m, norms.pointer, products.pointer + (i - first) * m, queries + i * d, d
            ) { isAllowed?(i, $0) ?? true }
            found(i, nearest)
          }
        }
      }
    }
    return 2 * d * (m * n + m + n) + 3 * d * computed
  }

  /// Finds the nearest keys of one query, given its products with all of them; returns how many it took the
  /// difference to.
  @unsafe private mutating func choose(
    _ keys: UnsafePointer<Float>, _ m: Int, _ norms: UnsafePointer<Float>,
    _ products: UnsafePointer<Float>, _ query: UnsafePointer<Float>, _ d: Int,
    isAllowed: (Int) -> Bool
  ) -> Int {
    rows.removeAll(keepingCapacity: true)
    squares.removeAll(keepingCapacity: true)
    let square = unsafe squaredNorm(query, d)
    let share = 1 - Float(d + 8) * 0x1p-22
    var computed = 0
    for start in stride(from: 0, to: m, by: 8) {
      // What is for certain further away than the last of those found is passed over, eight at a time.
      if start + 8 <= m, squares.count == capacity {
        let bounds = unsafe (lanes(norms, start) + square) * share - 2 * lanes(products, start)
        if all(bounds .> squares[capacity - 1]) { continue }
      }
      for key in start..<min(start + 8, m) {
        let bound = unsafe (norms[key] + square) * share - 2 * products[key]
        if squares.count == capacity, bound > squares[capacity - 1] { continue }
        guard isAllowed(key) else { continue }
        unsafe offer(key, squaredDistance(keys + key * d, query, d))
        computed += 1
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
}

/// Σ_j (x_j − y_j)², over eight partial sums.
@inline(__always)
private func squaredDistance(
  _ x: UnsafePointer<Float>, _ y: UnsafePointer<Float>, _ count: Int
) -> Float {
  var partial = SIMD8<Float>(repeating: 0)
  var (j, rest) = (0, Float(0))
  while j + 8 <= count {
    let difference = unsafe lanes(x, j) - lanes(y, j)
    partial += difference * difference
    j += 8
  }
  while j < count {
    let difference = unsafe x[j] - y[j]
    rest += difference * difference
    j += 1
  }
  return partial.sum() + rest
}

/// Σ_j x_j², over eight partial sums.
@inline(__always)
private func squaredNorm(_ x: UnsafePointer<Float>, _ count: Int) -> Float {
  var partial = SIMD8<Float>(repeating: 0)
  var (j, rest) = (0, Float(0))
  while j + 8 <= count {
    let part = unsafe lanes(x, j)
    partial += part * part
    j += 8
  }
  while j < count {
    rest += unsafe x[j] * x[j]
    j += 1
  }
  return partial.sum() + rest
}
