internal import Core

/// The labelled rows that have arrived, all of them or the newest that fit.
struct RowHistory: Sendable, Codable {
  private var stored: Examples?
  private var capacity: Int?
  /// Bytes that the rows may take; sets the capacity once their width is known.
  private var byteLimit: Int?

  /// An empty history of at most `capacity` rows; `nil` is no limit.
  init(capacity: Int? = nil) { self.capacity = capacity }

  /// The rows, oldest first; `nil` if there are none.
  var rows: Examples? {
    guard let stored, !stored.isEmpty else { return nil }
    guard let capacity, stored.count > capacity else { return stored }
    guard capacity > 0 else { return nil }
    return stored.gather(stored.count - capacity..<stored.count)
  }

  /// Bytes of the rows.
  var byteCount: Int {
    guard let stored, !stored.isEmpty else { return 0 }
    return stored.byteCount / stored.count * min(stored.count, capacity ?? .max)
  }

  /// Keeps only the newest rows that fit.
  mutating func limit(bytes: Int) { byteLimit = bytes }

  /// Appends rows. What is beyond the capacity is let go now and then, so that a row costs O(1).
  mutating func append(_ arrived: Examples) {
    if let byteLimit, !arrived.isEmpty {
      let fitting = byteLimit / (arrived.byteCount / arrived.count)
      capacity = min(capacity ?? .max, fitting)
    }
    if stored == nil { stored = arrived } else { stored?.append(arrived) }
    if let capacity, let count = stored?.count, count > 2 * capacity + 1024 { stored = rows }
  }
}
