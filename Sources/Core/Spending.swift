/// What updates have taken, as far as those who decide on updates can know.
///
/// Seconds and money are of the updates themselves: their arithmetic and the start of their jobs. What wrong answers
/// cost is not in it, as most of it is known only to the simulation.
public struct Spending: Hashable, Sendable, Codable {
  /// Floating-point operations.
  public var flops: Int
  /// Seconds of a machine; `nil` without one.
  public var seconds: Double?
  /// Money; `nil` without prices, or where one that is needed is unknown.
  public var money: Double?

  /// So much.
  public init(flops: Int = 0, seconds: Double? = nil, money: Double? = nil) {
    (self.flops, self.seconds, self.money) = (flops, seconds, money)
  }

  /// The sum of two; with what is not known, not known.
  public static func + (a: Spending, b: Spending) -> Spending {
    Spending(
      flops: a.flops + b.flops, seconds: sum(a.seconds, b.seconds), money: sum(a.money, b.money))
  }

  private static func sum(_ a: Double?, _ b: Double?) -> Double? {
    guard let a, let b else { return nil }
    return a + b
  }
}
