/// The newest errors of a stream, at most `capacity` of them, first in, first out. O(1) a value, no
/// allocation after the first.
struct ErrorWindow: Sendable, Codable {
  /// A ring; the next value goes to `next`, the newest is before it.
  private var ring: [Bool]
  private var next = 0
  /// Values in the window.
  private(set) var count = 0
  /// Errors among them.
  private(set) var errors = 0

  /// An empty window for at most `capacity` ≥ 1 values.
  init(capacity: Int) {
    precondition(capacity >= 1, "a window of \(capacity) values")
    ring = Array(repeating: false, count: capacity)
  }

  @inline(__always) var capacity: Int { ring.count }
  @inline(__always) var isFull: Bool { count == ring.count }

  /// Whether the newest value stands at the end of the memory, so that the next one goes to its start.
  @inline(__always) var isAligned: Bool { next == 0 }

  /// Adds the newest value; of a full window the oldest leaves. Returns whether that one was an error.
  @inline(__always)
  @discardableResult
  mutating func append(_ isError: Bool) -> Bool {
    let leaves = isFull && ring[next]
    if !isFull { count += 1 }
    errors += (isError ? 1 : 0) - (leaves ? 1 : 0)
    ring[next] = isError
    next = next + 1 == ring.count ? 0 : next + 1
    return leaves
  }

  /// Forgets all but the newest `kept` values; nothing if there are no more than that.
  mutating func keepNewest(_ kept: Int) {
    while count > kept {
      if self[0] { errors -= 1 }
      count -= 1
    }
  }

  /// Forgets every value, keeping the memory.
  mutating func removeAll() { (next, count, errors) = (0, 0, 0) }

  /// Whether a value was an error; 0 is the oldest.
  @inline(__always)
  subscript(position: Int) -> Bool {
    precondition(position >= 0 && position < count, "value \(position) of \(count)")
    let index = next - count + position
    return ring[index < 0 ? index + ring.count : index]
  }
}
