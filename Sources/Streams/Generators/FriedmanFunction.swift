internal import Foundation

/// What the features of ``Friedman`` say about its labels, before noise.
enum FriedmanFunction: String, CaseIterable, Sendable {
  /// 10 sin(πx₀x₁) + 20 (x₂ − ½)² + 10 x₃ + 5 x₄.
  case standard
  /// Another law in two regions, each of which has four sides.
  case local1 = "local-1"
  /// The same, without the side of x₄.
  case local2 = "local-2"
  /// The same, without the sides of x₃ and x₄.
  case local3 = "local-3"
  /// The standard law of other features: 10 sin(πx₃x₄) + 20 (x₁ − ½)² + 10 x₀ + 5 x₂.
  case global1 = "global-1"
  /// And of others again: 10 sin(πx₁x₄) + 20 (x₃ − ½)² + 10 x₂ + 5 x₀.
  case global2 = "global-2"

  /// f(x), of the first five features.
  func value(_ x0: Double, _ x1: Double, _ x2: Double, _ x3: Double, _ x4: Double) -> Double {
    switch self {
    case .global1: Self.law(x3, x4, x1, x0, x2)
    case .global2: Self.law(x1, x4, x3, x2, x0)
    case .standard: Self.law(x0, x1, x2, x3, x4)
    case .local1, .local2, .local3:
      if isInFirstRegion(x1, x2, x3, x4) {
        10 * x0 * x1 + 20 * (x2 - 0.5) + 10 * x3 + 5 * x4
      } else if isInSecondRegion(x1, x2, x3, x4) {
        10 * cos(x0 * x1) + 20 * (x2 - 0.5) + exp(x3) + 5 * x4 * x4
      } else {
        Self.law(x0, x1, x2, x3, x4)
      }
    }
  }

  @inline(__always)
  private static func law(
    _ a: Double, _ b: Double, _ c: Double, _ d: Double, _ e: Double
  ) -> Double {
    10 * sin(.pi * a * b) + 20 * (c - 0.5) * (c - 0.5) + 10 * d + 5 * e
  }

  private func isInFirstRegion(_ x1: Double, _ x2: Double, _ x3: Double, _ x4: Double) -> Bool {
    x1 < 0.3 && x2 < 0.3 && (self == .local3 || x3 > 0.7) && (self != .local1 || x4 < 0.3)
  }

  private func isInSecondRegion(_ x1: Double, _ x2: Double, _ x3: Double, _ x4: Double) -> Bool {
    x1 > 0.7 && x2 > 0.7 && (self == .local3 || x3 < 0.3) && (self != .local1 || x4 > 0.7)
  }
}
