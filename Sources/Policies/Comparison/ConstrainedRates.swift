import Foundation

/// Standard errors of a difference of error rates under the hypothesis that it is m: those of the rates with
/// the greatest likelihood among all that differ by m.
enum ConstrainedRates {
  /// Of n pairs of which b have an error of the first only and c of the second only.
  ///
  /// With q the rate of c and q + m that of b, q is the greater root of 2n q² + B q − c m (1 − m) = 0,
  /// B = (2n − b + c) m − b − c, and the variance is (2q + m (1 − m)) / n (Tango 1998, eq. 8–10).
  static func paired(_ b: Int, _ c: Int, of n: Int, difference m: Double) -> Double {
    let (b, c, n) = (Double(b), Double(c), Double(n))
    let linear = (2 * n - b + c) * m - b - c
    let root = (linear * linear + 8 * n * c * m * (1 - m)).squareRoot()
    let rate = max(0, -m, (root - linear) / (4 * n))
    return (max(0, 2 * rate + m * (1 - m)) / n).squareRoot()
  }

  /// Of x errors in n rows and y in k others.
  ///
  /// The rate of the second is the root in [0, 1] of the cubic that the likelihood's derivative gives, here
  /// in closed form; that of the first is greater by m (Miettinen & Nurminen 1985, appendix 1).
  static func independent(
    _ x: Int, of n: Int, _ y: Int, of k: Int, difference m: Double
  ) -> Double {
    let (x, n, y, k) = (Double(x), Double(n), Double(y), Double(k))
    let cubic = 3 * (n + k)
    let square = (n + 2 * k) * m - n - k - x - y
    let linear = (k * m - n - k - 2 * y) * m + x + y
    let q =
      pow(square / cubic, 3) - 3 * linear * square / (2 * cubic * cubic)
      + 3 * y * m * (1 - m) / (2 * cubic)
    let size = max(0, square * square / (cubic * cubic) - linear / cubic).squareRoot()
    let p = q < 0 ? -size : size
    let angle = p == 0 ? 0 : (Double.pi + acos(min(1, max(-1, q / (p * p * p))))) / 3
    var second = 2 * p * cos(angle) - square / cubic
    // A root at an end, which the arc cosine has moved by the square root of the rounding error.
    let ends = (max(0, -m), min(1, 1 - m))
    if second < ends.0 + 1e-7 { second = ends.0 }
    if second > ends.1 - 1e-7 { second = ends.1 }
    let first = second + m
    return (max(0, first * (1 - first)) / n + max(0, second * (1 - second)) / k).squareRoot()
  }
}
