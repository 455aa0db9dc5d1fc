internal import Core
internal import Numerics
internal import Training

/// A bounded store of old rows, which decides what stays.
protocol RowBuffer: Sendable, Checkpointable {
  /// The rows it holds.
  var rows: Examples { get }
  /// Offers rows, in order.
  mutating func insert(_ offered: Examples, using random: inout RandomStream)
}

extension Reservoir: RowBuffer {}

extension Optional where Wrapped: RowBuffer {
  /// Offers rows, in place, to the buffer, an empty one if there is none yet; does nothing without rows.
  mutating func insert(
    _ offered: Examples, using random: inout RandomStream, orInto empty: () -> Wrapped
  ) {
    guard !offered.isEmpty else { return }
    var buffer = self ?? empty()
    self = nil
    buffer.insert(offered, using: &random)
    self = buffer
  }
}

/// Rows that fit into a capacity and, if there is one, into a limit of bytes, for rows like the given ones.
func rowsFitting(_ capacity: Int, bytes: Int?, like rows: Examples) -> Int {
  min(capacity, bytes.map { $0 / (rows.byteCount / rows.count) } ?? capacity)
}
