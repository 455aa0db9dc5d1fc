/// Money as a function of two prices x and y: fixed + first · x + second · y.
public struct LinearCost: Hashable, Sendable {
  /// What does not depend on either.
  public var fixed: Double
  /// How much there is of what x is the price of.
  public var first: Double
  /// How much there is of what y is the price of.
  public var second: Double

  /// A cost that depends on two prices.
  public init(fixed: Double, first: Double, second: Double) {
    (self.fixed, self.first, self.second) = (fixed, first, second)
  }

  /// The money at two prices.
  public func at(_ x: Double, _ y: Double) -> Double { fixed + first * x + second * y }

  /// What one costs more than another.
  public static func - (a: LinearCost, b: LinearCost) -> LinearCost {
    LinearCost(fixed: a.fixed - b.fixed, first: a.first - b.first, second: a.second - b.second)
  }

  /// The same as a function of where the prices lie in their ranges, 0 to 1.
  func over(_ x: ClosedRange<Double>, _ y: ClosedRange<Double>) -> LinearCost {
    LinearCost(
      fixed: at(x.lowerBound, y.lowerBound), first: first * (x.upperBound - x.lowerBound),
      second: second * (y.upperBound - y.lowerBound))
  }
}
