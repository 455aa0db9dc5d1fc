internal import Core
internal import Numerics

/// A uniform sample of fixed size from all rows ever offered (Vitter 1985, Algorithm R).
struct Reservoir: Sendable, Codable {
  private var sample: UniformSample
  /// The rows it holds.
  private(set) var rows: Examples

  /// Most rows it holds.
  var capacity: Int { sample.capacity }
  /// Rows offered so far.
  var seen: Int { sample.seen }

  init(capacity: Int, width: Int) {
    sample = UniformSample(capacity: capacity)
    rows = Examples(width: width)
  }

  /// Offers rows, in order; each ends up in the sample with equal chance.
  mutating func insert(_ offered: Examples, using random: inout RandomStream) {
    for i in 0..<offered.count {
      guard let place = sample.place(using: &random) else { continue }
      if place == rows.count {
        rows.append(row: offered.features.row(i), label: offered.labels[i])
      } else {
        rows.replace(row: place, with: offered.features.row(i), label: offered.labels[i])
      }
    }
  }

  /// Takes other features for the rows it holds, [m, width].
  mutating func replaceFeatures(with features: Matrix<Float>) {
    rows = Examples(features: features, labels: rows.labels)
  }
}
