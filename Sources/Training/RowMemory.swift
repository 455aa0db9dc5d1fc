public import Numerics

/// Remembered labelled rows that training steps draw from: independently, with equal or given chances,
/// from a stream of randomness of their own, so that the order of the new rows does not depend on the memory.
public struct RowMemory<Element: Scalar>: Hashable, Sendable {
  /// Remembered inputs, [m, d].
  public let features: Matrix<Element>
  /// Their labels.
  public let labels: [Element]
  /// Where the draws come from.
  public private(set) var random: RandomStream
  /// Sums of the rows' weights up to each of them, [m]; empty is equal chances.
  private let cumulative: [Double]

  /// A memory; it must hold at least one row.
  ///
  /// - Parameter weights: what the chances are proportional to, [m], not negative; equal chances if there are
  ///   none, or if their sum is 0 or no finite number.
  public init(
    features: Matrix<Element>, labels: [Element], random: RandomStream, weights: [Double] = []
  ) {
    precondition(features.rows > 0, "an empty memory")
    self.features = features
    self.labels = labels
    self.random = random
    precondition(weights.isEmpty || weights.count == features.rows, "\(weights.count) weights")
    var sum = 0.0
    let sums = weights.map { weight in
      sum += weight
      return sum
    }
    cumulative = sum > 0 && sum.isFinite ? sums : []
  }

  /// Replaces the contents of `drawn` by `count` drawn row indices.
  mutating func draw(_ count: Int, into drawn: inout [Int]) {
    drawn.removeAll(keepingCapacity: true)
    for _ in 0..<count {
      drawn.append(cumulative.isEmpty ? random.integer(below: features.rows) : weighted())
    }
  }

  /// The first row whose cumulative weight is above a uniform draw.
  private mutating func weighted() -> Int {
    let target = random.uniform() * cumulative[cumulative.count - 1]
    var (low, high) = (0, cumulative.count - 1)
    while low < high {
      let middle = (low + high) / 2
      if cumulative[middle] > target { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
