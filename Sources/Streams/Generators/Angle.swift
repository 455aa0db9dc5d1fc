internal import Foundation

/// Sine and cosine of an angle in degrees, exact at multiples of 90°, where those of π/2 in radians are
/// not.
struct Angle: Sendable {
  let sine: Double
  let cosine: Double

  init(degrees: Double) {
    let reduced = degrees.truncatingRemainder(dividingBy: 360)
    switch reduced < 0 ? reduced + 360 : reduced {
    case 0: (sine, cosine) = (0, 1)
    case 90: (sine, cosine) = (1, 0)
    case 180: (sine, cosine) = (0, -1)
    case 270: (sine, cosine) = (-1, 0)
    case let other: (sine, cosine) = (sin(other * .pi / 180), cos(other * .pi / 180))
    }
  }
}
