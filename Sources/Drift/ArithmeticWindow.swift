/// A sliding window whose weights are w_i = 1 + (i−1)d, i = 1 the oldest.
///
/// With C = Σ x_i and P = Σ (i−1) x_i over the errors, both whole numbers, the weighted sum is C + dP.
/// When a value is added to a full window, P ← P − (C without the oldest) + (n−1)x: exact, O(1).
struct ArithmeticWindow: WeightedWindow {
  private let difference: Double, total: Double
  /// Σ v_i².
  let squares: Double
  private var values: ErrorWindow
  /// P.
  private var positions = 0

  /// An empty window for `count` values whose weights differ by `difference` ≥ 0.
  init(count: Int, difference: Double) {
    self.difference = difference
    values = ErrorWindow(capacity: count)
    let weights = (0..<count).lazy.map { 1 + Double($0) * difference }
    total = weights.reduce(0, +)
    squares = weights.reduce(0) { $0 + $1 * $1 } / (total * total)
  }

  var isFull: Bool { values.isFull }
  var share: Double { (Double(values.errors) + difference * Double(positions)) / total }

  @inline(__always)
  mutating func append(_ isError: Bool) {
    let moves = values.isFull
    values.append(isError)
    if moves { positions -= values.errors - (isError ? 1 : 0) }
    if isError { positions += values.count - 1 }
  }

  mutating func removeAll() {
    values.removeAll()
    positions = 0
  }
}
