internal import Foundation

/// A point uniform on a segment, seen with standard normal noise: the integral that its density needs.
enum WaveSegment {
  /// ln ∫₀¹ exp(b u − a u² / 2) du for a > 0.
  ///
  /// With α = −b/√a and β = α + √a it is √(2π/a) exp(α²/2) (Φ(β) − Φ(α)): a sum of two erf where 0 lies
  /// between α and β; a difference of scaled erfc, which neither cancels nor underflows, where α > 0; and
  /// where β < 0 the integral seen from the other end, u = 1 − v.
  static func logIntegral(_ a: Double, _ b: Double) -> Double {
    if b > a { return b - a / 2 + logIntegral(a, a - b) }
    let scale = 1 / (2 * a).squareRoot()
    let area: Double
    if b >= 0 {
      area = erf((a - b) * scale) + erf(b * scale)
      return b * b / (2 * a) + log((.pi / (2 * a)).squareRoot() * area)
    }
    area = scaledErfc(-b * scale) - exp(b - a / 2) * scaledErfc((a - b) * scale)
    return log((.pi / (2 * a)).squareRoot() * area)
  }

  /// exp(x²) erfc(x) for x ≥ 0, its asymptotic series from 25 on: a relative error below 10⁻¹².
  static func scaledErfc(_ x: Double) -> Double {
    if x < 25 { return exp(x * x) * erfc(x) }
    let t = 1 / (2 * x * x)
    return (1 - t * (1 - 3 * t * (1 - 5 * t * (1 - 7 * t)))) / (x * Double.pi.squareRoot())
  }
}
