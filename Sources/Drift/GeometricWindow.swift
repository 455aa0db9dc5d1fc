/// A sliding window whose weights are w_i = r^{i−1}, i = 1 the oldest, kept as r^{i−n}: 1 the newest.
///
/// When a value is added, the sum of the weights of the errors is S ← (S − r^{1−n} x_1)/r + x. Its
/// rounding fades with the weights; so that it stays as small for r near 1, S is summed afresh each
/// time the window has been refilled. O(1) a value.
struct GeometricWindow: WeightedWindow {
  /// 1/r, and the weight of the oldest value.
  private let fade: Double, last: Double
  private let total: Double
  /// Σ v_i².
  let squares: Double
  private var values: ErrorWindow
  /// S.
  private var sum = 0.0

  /// An empty window for `count` values, each of which weighs `fade` = 1/r in (0, 1] of the next one.
  init(count: Int, fade: Double) {
    self.fade = fade
    values = ErrorWindow(capacity: count)
    var (weight, last, total, squares) = (1.0, 1.0, 0.0, 0.0)
    for _ in 0..<count {
      total += weight
      squares += weight * weight
      last = weight
      weight *= fade
    }
    (self.last, self.total, self.squares) = (last, total, squares / (total * total))
  }

  var isFull: Bool { values.isFull }
  var share: Double { sum / total }

  @inline(__always)
  mutating func append(_ isError: Bool) {
    let leaves = values.append(isError)
    sum = (sum - (leaves ? last : 0)) * fade + (isError ? 1 : 0)
    if values.isAligned { sum = weighted }
  }

  /// S from all values.
  private var weighted: Double {
    (0..<values.count).reduce(0) { $0 * fade + (values[$1] ? 1 : 0) }
  }

  mutating func removeAll() {
    values.removeAll()
    sum = 0
  }
}
