/// An interval of the real line, each end open, closed or infinite: the range of a setting.
public struct Interval: Hashable, Sendable, CustomStringConvertible {
  /// The ends; infinite where there is none.
  public let lower: Double, upper: Double
  /// Whether the ends themselves lie outside.
  public let lowerIsOpen: Bool, upperIsOpen: Bool

  private init(_ lower: Double, _ upper: Double, open: (Bool, Bool) = (false, false)) {
    (self.lower, self.upper) = (lower, upper)
    (lowerIsOpen, upperIsOpen) = open
  }

  /// Every finite number.
  public static let any = Interval(-.infinity, .infinity)
  /// x ≥ lower.
  public static func atLeast(_ lower: Double) -> Interval { Interval(lower, .infinity) }
  /// x > lower.
  public static func above(_ lower: Double) -> Interval {
    Interval(lower, .infinity, open: (true, false))
  }
  /// lower ≤ x ≤ upper.
  public static func closed(_ lower: Double, _ upper: Double) -> Interval { Interval(lower, upper) }
  /// lower < x < upper.
  public static func open(_ lower: Double, _ upper: Double) -> Interval {
    Interval(lower, upper, open: (true, true))
  }
  /// lower ≤ x < upper.
  public static func below(_ lower: Double, _ upper: Double) -> Interval {
    Interval(lower, upper, open: (false, true))
  }
  /// lower < x ≤ upper.
  public static func upTo(_ lower: Double, _ upper: Double) -> Interval {
    Interval(lower, upper, open: (true, false))
  }

  /// Whether a finite number lies in the interval; NaN and infinities never do.
  public func contains(_ x: Double) -> Bool {
    x.isFinite && (lowerIsOpen ? x > lower : x >= lower) && (upperIsOpen ? x < upper : x <= upper)
  }

  /// As people read it: `any`, `≥ 0`, `(0, 1]`.
  public var description: String {
    switch (lower.isFinite, upper.isFinite) {
    case (false, false): return "any"
    case (true, false): return "\(lowerIsOpen ? ">" : "≥") \(format(lower))"
    case (false, true): return "\(upperIsOpen ? "<" : "≤") \(format(upper))"
    case (true, true):
      return
        "\(lowerIsOpen ? "(" : "[")\(format(lower)), \(format(upper))\(upperIsOpen ? ")" : "]")"
    }
  }

  private func format(_ x: Double) -> String {
    x == x.rounded() && abs(x) < 1e15 ? String(Int(x)) : String(x)
  }
}
