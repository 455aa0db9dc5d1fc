/// The greatest difference between the step functions of two samples of equal size, found while the
/// values of the second are passed in ascending order.
struct StepComparison {
  private let first: [Double]
  /// Values of the first sample below or at the last one passed, and how many were passed.
  private var (below, passed) = (0, 0)
  private var last = -Double.infinity
  private var greatestBefore = 0

  /// - Parameter first: the first sample, ascending.
  init(_ first: [Double]) { self.first = first }

  /// max over x of |#{first ≤ x} − #{second ≤ x}|, once all values have been passed.
  ///
  /// Between two neighbours of the second sample the difference only rises, so that it is greatest in
  /// size at the lower one, after all values equal to it, or right before the upper one.
  var greatest: Int { max(greatestBefore, abs(below - passed)) }

  /// Passes the next value of the second sample.
  mutating func pass(_ value: Double) {
    if value > last {
      greatestBefore = greatest
      while below < first.count && first[below] < value { below += 1 }
      greatestBefore = greatest
      while below < first.count && first[below] == value { below += 1 }
      last = value
    }
    passed += 1
  }
}
