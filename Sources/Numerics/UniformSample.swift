/// Which places rows take in a uniform sample of fixed size from all rows ever offered (Vitter 1985, Algorithm R):
/// after n offers each row is in it with probability min(1, capacity / n).
///
/// Knows places only; who keeps the rows appends or overwrites them as told.
public struct UniformSample: Hashable, Sendable, Codable {
  /// Most rows in the sample.
  public let capacity: Int
  /// Rows offered so far.
  public private(set) var seen = 0

  /// An empty sample of at most so many rows.
  public init(capacity: Int) { self.capacity = capacity }

  /// Takes so many rows, for which there must be room, in order.
  public mutating func fill(_ count: Int) {
    precondition(count == 0 || seen + count <= capacity, "no room for \(count)")
    seen += count
  }

  /// The place of the next row: behind the last one while there is room, then one to be overwritten; `nil` if it
  /// is left out.
  public mutating func place(using random: inout RandomStream) -> Int? {
    seen += 1
    if seen <= capacity { return seen - 1 }
    guard capacity > 0 else { return nil }
    let place = random.integer(below: seen)
    return place < capacity ? place : nil
  }
}
