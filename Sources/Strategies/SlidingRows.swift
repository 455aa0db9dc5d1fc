internal import Core
internal import Numerics

/// The newest rows: each row beyond the capacity takes the place of the oldest.
struct SlidingRows: RowBuffer, Codable {
  /// Most rows it holds.
  let capacity: Int
  private(set) var rows: Examples
  private var oldest = 0

  init(capacity: Int, width: Int) {
    self.capacity = capacity
    rows = Examples(width: width)
  }

  mutating func insert(_ offered: Examples, using random: inout RandomStream) {
    guard capacity > 0 else { return }
    for i in 0..<offered.count {
      if rows.count < capacity {
        rows.append(row: offered.features.row(i), label: offered.labels[i])
      } else {
        rows.replace(row: oldest, with: offered.features.row(i), label: offered.labels[i])
        oldest = (oldest + 1) % capacity
      }
    }
  }
}
