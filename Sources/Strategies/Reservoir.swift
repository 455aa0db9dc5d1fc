internal import Core
internal import Numerics

/// A uniform sample of fixed size from all rows ever offered (Vitter 1985, Algorithm R).
struct Reservoir: Sendable, Codable {
  /// Most rows it holds.
  let capacity: Int
  /// The rows it holds.
  private(set) var rows: Examples
  /// Rows offered so far.
  private(set) var seen = 0

  init(capacity: Int, width: Int) {
    self.capacity = capacity
    rows = Examples(width: width)
  }

  /// Offers rows, in order; each ends up in the sample with equal chance.
  mutating func insert(_ offered: Examples, using random: inout RandomStream) {
    for i in 0..<offered.count {
      seen += 1
      if rows.count < capacity {
        rows.append(row: offered.features.row(i), label: offered.labels[i])
      } else if capacity > 0 {
        let place = random.integer(below: seen)
        guard place < capacity else { continue }
        rows.replace(row: place, with: offered.features.row(i), label: offered.labels[i])
      }
    }
  }

  /// Takes other features for the rows it holds, [m, width].
  mutating func replaceFeatures(with features: Matrix<Float>) {
    rows = Examples(features: features, labels: rows.labels)
  }
}
