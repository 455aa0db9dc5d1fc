internal import Foundation

/// A curve across the unit square, the border between two classes.
enum UnitCurve: Sendable {
  /// sin x.
  case sine
  /// ½ + 0.3 sin(3πx), between .2 and .8.
  case wave

  /// The curve at x in [0, 1].
  @inline(__always)
  func height(at x: Double) -> Double {
    switch self {
    case .sine: sin(x)
    case .wave: 0.5 + 0.3 * sin(3 * .pi * x)
    }
  }

  /// The area below it: 1 − cos 1 = .4597, and ½ + 0.3 · 2 / (3π) = .5637.
  var area: Double {
    switch self {
    case .sine: 1 - cos(1)
    case .wave: 0.5 + 0.2 / .pi
    }
  }
}
