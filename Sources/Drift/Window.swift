internal import Numerics

/// The newest values of a stream, in the order they came. O(1) a value, no allocation after the first
/// `capacity`.
struct Window: Sendable, Codable {
  /// A ring from `oldest` on.
  private var ring: [Double] = []
  private var oldest = 0
  let capacity: Int

  /// An empty window for at most `capacity` ≥ 1 values.
  init(capacity: Int) {
    precondition(capacity >= 1, "a window of \(capacity) values")
    self.capacity = capacity
  }

  var isFull: Bool { ring.count == capacity }

  /// Adds the newest value; a full window gives up its oldest.
  @discardableResult
  mutating func append(_ value: Double) -> Double? {
    guard isFull else {
      ring.append(value)
      return nil
    }
    let left = ring[oldest]
    ring[oldest] = value
    oldest = oldest + 1 == capacity ? 0 : oldest + 1
    return left
  }

  /// Forgets every value, keeping the memory.
  mutating func removeAll() {
    ring.removeAll(keepingCapacity: true)
    oldest = 0
  }

  /// The values as one column, oldest first.
  var matrix: Matrix<Double> {
    Matrix(rows: ring.count, columns: 1, Array(ring[oldest...] + ring[..<oldest]))
  }
}
