/// The newest values of a stream, first in, first out, and in ascending order at the same time. O(n) a
/// value, no allocation after the first n.
struct SortedQueue: Sendable, Codable {
  /// The values, ascending.
  private(set) var sorted: [Double] = []
  /// The values in the order they came: a ring from `oldest` on.
  private var ring: [Double]
  private var oldest = 0

  /// An empty queue for at most `capacity` ≥ 1 values.
  init(capacity: Int) {
    precondition(capacity >= 1, "a queue for \(capacity) values")
    ring = Array(repeating: 0, count: capacity)
    sorted.reserveCapacity(capacity)
  }

  var isFull: Bool { sorted.count == ring.count }

  /// Adds the newest value.
  mutating func append(_ value: Double) {
    precondition(!isFull, "a full queue")
    ring[(oldest + sorted.count) % ring.count] = value
    sorted.insert(value, at: position(of: value))
  }

  /// Removes and returns the oldest value.
  @discardableResult
  mutating func removeOldest() -> Double {
    precondition(!sorted.isEmpty, "an empty queue")
    let value = ring[oldest]
    sorted.remove(at: position(of: value))
    oldest = (oldest + 1) % ring.count
    return value
  }

  /// Forgets every value, keeping the memory.
  mutating func removeAll() { sorted.removeAll(keepingCapacity: true) }

  /// Number of values less than `value`: where it is, or belongs.
  private func position(of value: Double) -> Int {
    var (low, high) = (0, sorted.count)
    while low < high {
      let middle = (low + high) / 2
      if sorted[middle] < value { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
