internal import Numerics

/// The distribution of D, the greatest difference between a continuous distribution function and that of
/// n independent draws from it, two-sided.
///
/// As in Simard & L'Ecuyer, *Computing the Two-Sided Kolmogorov–Smirnov Distribution*, 2011, the method
/// depends on n and D: exact for n ≤ 140, else within 4e-6, and within 1e-6 from n = 250 on. The limits
/// are those of scipy's `kstwo`, which it equals to 1e-6.
struct KolmogorovDistribution {
  /// n ≥ 1.
  let size: Int

  /// P(D ≥ x).
  func upperTail(_ x: Double) -> Double {
    let n = Double(size)
    if n * x <= 0.5 { return 1 }
    if x >= 1 { return 0 }
    if n * x * x >= 2.2 { return min(1, 2 * oneSidedUpperTail(x)) }
    let isExact = size <= 140 || size <= 100_000 && n * x * x.squareRoot() <= 1.4
    return 1 - (isExact ? exactCDF(x) : expandedCDF(x))
  }

  /// P(max (F_n − F) ≥ x), x in (0, 1):
  ///
  ///     x Σ_{j = 0}^{⌊n (1 − x)⌋} C(n, j) (x + j/n)^{j−1} (1 − x − j/n)^{n−j}
  ///
  /// Birnbaum & Tingey, *One-sided confidence contours for probability distribution functions*, 1951.
  /// All terms are positive. O(n).
  private func oneSidedUpperTail(_ x: Double) -> Double {
    let n = Double(size)
    let logFactorial = SpecialFunction.logGamma(n + 1)
    var sum = 0.0
    for j in 0...Int(n * (1 - x)) {
      let k = Double(j)
      let rest = 1 - x - k / n
      if rest <= 0 { continue }
      let choose =
        logFactorial - SpecialFunction.logGamma(k + 1) - SpecialFunction.logGamma(n - k + 1)
      sum += Double.exp(choose + (k - 1) * Double.log(x + k / n) + (n - k) * Double.log(rest))
    }
    return x * sum
  }

  /// P(D < x), exact: n!/nⁿ times an entry of Hⁿ, H of size 2⌈n x⌉ − 1.
  ///
  /// Durbin 1973; Marsaglia, Tsang & Wang, *Evaluating Kolmogorov's Distribution*, 2003. H is divided
  /// by e, which keeps its powers in range. O((n x)³ log n).
  private func exactCDF(_ x: Double) -> Double {
    let n = Double(size)
    let k = Int((n * x).rounded(.up))
    var (base, exponent) = (durbinMatrix(k, h: Double(k) - n * x), size)
    var power = Matrix<Double>(rows: base.rows, columns: base.rows)
    for i in 0..<base.rows { power[i, i] = 1 }
    var product = power
    while exponent > 0 {
      if exponent % 2 == 1 {
        Matrix.multiply(power, base, into: &product)
        swap(&power, &product)
      }
      Matrix.multiply(base, base, into: &product)
      swap(&base, &product)
      exponent /= 2
    }
    return power[k - 1, k - 1]
      * Double.exp(SpecialFunction.logGamma(n + 1) - n * Double.log(n) + n)
  }

  /// H / e of Marsaglia, Tsang & Wang's (2) and (3): 1/(i − j + 1)! from the diagonal above the main one
  /// down; the first column and the last row are less.
  private func durbinMatrix(_ k: Int, h: Double) -> Matrix<Double> {
    let m = 2 * k - 1
    var powers = [1.0], inverseFactorials = [1.0]
    for i in 1...m + 1 {
      powers.append(powers[i - 1] * h)
      inverseFactorials.append(inverseFactorials[i - 1] / Double(i))
    }
    var matrix = Matrix<Double>(rows: m, columns: m)
    for i in 0..<m {
      for j in 0..<min(i + 2, m) { matrix[i, j] = inverseFactorials[i - j + 1] }
    }
    for i in 0..<m {
      matrix[i, 0] -= powers[i + 1] * inverseFactorials[i + 1]
      matrix[m - 1, i] -= powers[m - i] * inverseFactorials[m - i]
    }
    if h > 0.5 {
      var corner = inverseFactorials[m]
      for _ in 0..<m { corner *= 2 * h - 1 }
      matrix[m - 1, 0] += corner
    }
    return Matrix(rows: m, columns: m, matrix.elements.map { $0 * Double.exp(-1) })
  }

  /// P(D < x) by Pelz & Good's expansion in powers of n^(−1/2), for large n.
  ///
  /// Pelz & Good, *Approximating the Lower Tail-areas of the Kolmogorov–Smirnov One-sample Statistic*,
  /// 1976, in the form of Simard & L'Ecuyer 2011, (9) to (12).
  private func expandedCDF(_ x: Double) -> Double {
    let n = Double(size)
    let z = n.squareRoot() * x
    let (z2, z4, z6) = (z * z, z * z * z * z, z * z * z * z * z * z)
    let (p2, p4, p6) = (9.869604401089358, 97.40909103400244, 961.3891935753043)
    var (k0, k1, k2, k3) = (0.0, 0.0, 0.0, 0.0)
    var (extra2, extra3) = (0.0, 0.0)
    for k in 1...max(1, Int((16 * z / Double.pi).rounded(.up))) {
      let odd = Double(2 * k - 1)
      let (o2, o4, o6) = (odd * odd, odd * odd * odd * odd, odd * odd * odd * odd * odd * odd)
      let weight = Double.exp(-o2 * p2 / (8 * z2))
      k0 += weight
      k1 += weight * (p2 / 4 * o2 - z2)
      k2 +=
        weight * (6 * z6 + 2 * z4 + (2 * z4 - 5 * z2) * p2 / 4 * o2 + p4 * (1 - 2 * z2) / 16 * o4)
      k3 +=
        weight
        * (-30 * z6 - 90 * z6 * z2 + p2 * (135 * z4 - 96 * z6) / 4 * o2
          + p4 * (212 * z4 - 60 * z2) / 16 * o4 + p6 * (5 - 30 * z2) / 64 * o6)
      let s2 = Double(k * k)
      let even = Double.exp(-s2 * p2 / (2 * z2))
      extra2 += s2 * even
      extra3 += (3 * z2 - p2 * s2) * s2 * even
    }
    let root = (2 * Double.pi).squareRoot()
    k2 = k2 / (72 * z6 * z) - p2 * extra2 / (36 * z2 * z)
    k3 = k3 / (6480 * z6 * z4) + p2 * extra3 / (216 * z6)
    return root * (k0 / z + k1 / (6 * z4) / n.squareRoot() + k2 / n + k3 / (n * n.squareRoot()))
  }
}
