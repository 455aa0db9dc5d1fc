/// Accuracy with a fading factor: after n rows, Σ_i α^(n − i) correct_i / Σ_i α^(n − i).
///
/// Gama, Sebastião & Rodrigues, *On evaluating stream learning algorithms*, 2013, who fade row by
/// row; here the rows of a step weigh the same.
struct FadedAccuracy: Hashable, Sendable {
  /// α: a row weighs half as much after 693 more.
  static let factor = 0.999

  private var correct = 0.0
  private var rows = 0.0
  /// After each step, [steps]; NaN before the first row.
  private(set) var values: [Double] = []

  /// Adds a step.
  mutating func add(rows count: Int, correct right: Int) {
    let fading = FadedAccuracy.power(count)
    correct = correct * fading + Double(right)
    rows = rows * fading + Double(count)
    values.append(correct / rows)
  }

  /// αⁿ by repeated squaring: the same bits whatever the mathematical library.
  private static func power(_ exponent: Int) -> Double {
    var (result, base, rest) = (1.0, factor, exponent)
    while rest > 0 {
      if rest & 1 == 1 { result *= base }
      base *= base
      rest >>= 1
    }
    return result
  }
}
