internal import Numerics

/// The two-sample Kolmogorov–Smirnov test, two-sided: exact p-values for continuous data of one
/// distribution.
enum KolmogorovSmirnov {
  /// P(D ≥ h / lcm(n, m)) for samples of n and m.
  static func tail(_ n: Int, _ m: Int, steps h: Int) -> Double {
    n == m ? tail(size: n, steps: h) : latticeTail(max(n, m), min(n, m), h)
  }

  /// P(n·D ≥ h) for two samples of equal size n:
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
        if quotient < 1e-20 * sum { break }
      }
      sum += sign * quotient
      if quotient < 1e-18 * sum { break }
      sign = -sign
    }
    return min(1, 2 * sum)
  }

  /// The same for n ≥ m.
  ///
  /// All orders of the pooled values are equally likely: lattice paths from (0, 0) to (n, m). For a
  /// random path to (i, j), the last step comes from (i − 1, j) with probability i/(i + j), so that the
  /// probability A that it has met |i/n − j/m| ≥ h/lcm(n, m) is
  ///
  ///     A(i, j) = (i A(i − 1, j) + j A(i, j − 1)) / (i + j), and 1 where it has
  ///
  /// Hodges, *The significance probability of the Smirnov two-sample test*, 1957; as in scipy. All terms
  /// are positive, so that small probabilities are exact too. O(n m min(1, 2 D)), memory O(m).
  static func latticeTail(_ n: Int, _ m: Int, _ h: Int) -> Double {
    if h <= 0 { return 1 }
    let divisor = greatestCommonDivisor(n, m)
    let (a, b) = (m / divisor, n / divisor)
    // Column i: A(i, j) for the j with |a i − b j| < h, from `low` to below `high`; 1 outside.
    var (low, high) = (0, min((h + b - 1) / b, m + 1))
    var column = [Double](repeating: 1, count: m + 1)
    for j in low..<high { column[j] = 0 }
    for i in 1...n {
      low = a * i < h ? 0 : (a * i - h) / b + 1
      let end = min((a * i + h + b - 1) / b, m + 1)
      if low >= end { return 1 }
      high = end
      var below = low == 0 ? 0 : 1.0
      for j in low..<high {
        below = (Double(i) * column[j] + Double(j) * below) / Double(i + j)
        column[j] = below
      }
    }
    return column[m]
  }

  /// D · lcm(n, m) for two ascending samples, a whole number, and lcm(n, m):
  /// max over x of |#{a ≤ x}/n − #{b ≤ x}/m|.
  static func steps(_ a: [Double], _ b: [Double]) -> (steps: Int, scale: Int) {
    let divisor = greatestCommonDivisor(a.count, b.count)
    let (up, down) = (b.count / divisor, a.count / divisor)
    var (i, j, greatest) = (0, 0, 0)
    while i < a.count && j < b.count {
      let value = min(a[i], b[j])
      while i < a.count && a[i] == value { i += 1 }
      while j < b.count && b[j] == value { j += 1 }
      greatest = max(greatest, abs(i * up - j * down))
    }
    return (greatest, up * a.count)
  }

  /// The same of a sample in any order and an ascending one: every value of the first is looked up in the second,
  /// among those in the same of equally wide bins. O(n + m) where values are spread, at most O(n ln m).
  static func steps(of a: [Double], against b: [Double]) -> (steps: Int, scale: Int) {
    // Values of a before b[k] and behind all lesser ones of b; equal to it, at the first of its equals.
    var before = [Int](repeating: 0, count: b.count + 1)
    var equal = before
    let bins = EqualBins(b)
    for value in a {
      let bin = bins.bin(of: value)
      // The same steps whatever the value: none is to be guessed by the processor.
      var (low, length) = (bins.starts[bin], bins.starts[bin + 1] - bins.starts[bin])
      while length > 1 {
        let half = length / 2
        low += half * (b[low + half - 1] < value ? 1 : 0)
        length -= half
      }
      if length == 1 { low += b[low] < value ? 1 : 0 }
      if low < b.count && b[low] == value { equal[low] += 1 } else { before[low] += 1 }
    }
    let divisor = greatestCommonDivisor(a.count, b.count)
    let (up, down) = (b.count / divisor, a.count / divisor)
    var (i, j, greatest) = (0, 0, 0)
    while j < b.count {
      let first = j
      i += before[first]
      greatest = max(greatest, abs(i * up - j * down))
      while j < b.count && b[j] == b[first] { j += 1 }
      i += equal[first]
      greatest = max(greatest, abs(i * up - j * down))
    }
    return (greatest, up * a.count)
  }

  /// 2 Σ_{k ≥ 1} (−1)^{k−1} exp(−2 k² λ²), λ = D √(n m / (n + m)): p for large samples (Smirnov 1939).
  static func limitTail(_ n: Int, _ m: Int, distance: Double) -> Double {
    let square = distance * distance * Double(n) * Double(m) / Double(n + m)
    if square < 0.04 { return 1 }
    var (sum, sign) = (0.0, 1.0)
    for k in 1...40 {
      let term = Double.exp(-2 * Double(k * k) * square)
      if term < 1e-17 { break }
      sum += sign * term
      sign = -sign
    }
    return min(1, max(0, 2 * sum))
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

/// Where the values of an ascending sample lie in equally wide bins between its ends: as many as values.
private struct EqualBins {
  /// The place of the first value of each bin, and behind the last.
  let starts: [Int]
  private let least: Double, scale: Double

  init(_ values: [Double]) {
    let count = max(values.count, 1)
    least = values.first ?? 0
    let width = (values.last ?? 0) - least
    // Without a width, or an infinite one, all lie in the first.
    scale = width > 0 && width.isFinite ? Double(count) / width : 0
    var ends = [Int](repeating: 0, count: count + 1)
    for value in values { ends[Self.bin(value, least, scale, count) + 1] += 1 }
    for k in 1...count { ends[k] += ends[k - 1] }
    starts = ends
  }

  /// Never falls as the value grows.
  func bin(of value: Double) -> Int { Self.bin(value, least, scale, starts.count - 1) }

  private static func bin(_ value: Double, _ least: Double, _ scale: Double, _ count: Int) -> Int {
    let place = (value - least) * scale
    return place > 0 ? Int(min(place, Double(count - 1))) : 0
  }
}
