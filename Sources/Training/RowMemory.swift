public import Numerics

/// Remembered labelled rows that training steps draw from: independently, with equal chances, from a
/// stream of randomness of their own, so that the order of the new rows does not depend on the memory.
public struct RowMemory<Element: Scalar>: Hashable, Sendable {
  /// Remembered inputs, [m, d].
  public let features: Matrix<Element>
  /// Their labels.
  public let labels: [Element]
  /// Where the draws come from.
  public private(set) var random: RandomStream

  /// A memory; it must hold at least one row.
  public init(features: Matrix<Element>, labels: [Element], random: RandomStream) {
    precondition(features.rows > 0, "an empty memory")
    self.features = features
    self.labels = labels
    self.random = random
  }

  /// Replaces the contents of `drawn` by `count` drawn row indices.
  mutating func draw(_ count: Int, into drawn: inout [Int]) {
    drawn.removeAll(keepingCapacity: true)
    for _ in 0..<count { drawn.append(random.integer(below: features.rows)) }
  }
}
