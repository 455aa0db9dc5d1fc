internal import Numerics

/// Draws an index by its weight in O(1): one draw of 64 bits and one comparison, however many there are.
///
/// The weights, scaled to a mean of 1, are cut into n columns of height 1, each of at most two indices; the
/// high part of bits · n chooses the column, the low part the height in it. Exact to n · 2⁻⁵³.
///
/// Source: Walker, *An efficient method for generating discrete random variables with general
/// distributions*, ACM TOMS 3(3), 1977; tables as in Vose, IEEE Trans. Software Engineering 17(9), 1991.
struct AliasTable: Sendable {
  private struct Column {
    /// Below this height the column is its own index, above it `other`.
    var height: UInt64
    var other: Int
  }

  private var columns: [Column]

  /// A table of weights ≥ 0 with a finite sum above 0.
  init(_ weights: [Double]) {
    let total = weights.reduce(0, +)
    precondition(total > 0 && total.isFinite, "weights with sum \(total)")
    var rest = weights.map { $0 / total * Double(weights.count) }
    columns = weights.indices.map { Column(height: .max, other: $0) }
    var (small, large) = (
      rest.indices.filter { rest[$0] < 1 }, rest.indices.filter { rest[$0] >= 1 }
    )
    while let low = small.last, let high = large.last {
      small.removeLast()
      columns[low] = Column(height: UInt64(rest[low] * 0x1p64), other: high)
      rest[high] -= 1 - rest[low]
      if rest[high] < 1 { small.append(large.removeLast()) }
    }
  }

  /// An index.
  @inline(__always)
  func draw(using random: inout RandomStream) -> Int {
    let place = random.next().multipliedFullWidth(by: UInt64(columns.count))
    let column = columns[Int(place.high)]
    return place.low < column.height ? Int(place.high) : column.other
  }
}
