/// The two-sample Kolmogorov–Smirnov test for two samples of equal size n, two-sided.
enum KolmogorovSmirnov {
  /// P(n·D ≥ h) for continuous data of one distribution, exact:
  ///
  ///     2 Σ_{k ≥ 1} (−1)^{k−1} C(2n, n − kh) / C(2n, n)
  ///
  /// Gnedenko & Korolyuk, *On the maximum discrepancy between two empirical distributions*, 1951. Each
  /// quotient is ∏_{i = 1}^{kh} (n − kh + i)/(n + i), and they decrease in k. O(n²/h) for h ≥ 1.
  static func tail(size n: Int, steps h: Int) -> Double {
    if h <= 0 { return 1 }
    var (sum, sign) = (0.0, 1.0)
    for shift in stride(from: h, through: n, by: h) {
      var quotient = 1.0
      for i in 1...shift {
        quotient *= Double(n - shift + i) / Double(n + i)
        if quotient < 1e-20 { break }
      }
      sum += sign * quotient
      if quotient < 1e-18 { break }
      sign = -sign
    }
    return min(1, 2 * sum)
  }

  /// The least n·D that is significant at a level and exceeds a distance; n + 1 if none is.
  static func criticalSteps(size n: Int, level: Double, distanceOver least: Double) -> Int {
    var (low, high) = (1, n + 1)
    while low < high {
      let middle = (low + high) / 2
      let isEnough = Double(middle) > least * Double(n) && tail(size: n, steps: middle) <= level
      if isEnough { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
