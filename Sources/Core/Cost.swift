/// A number that may be unknown, or that there is nothing of.
public enum Charge: Hashable, Sendable {
  /// Nothing of the sort: labels take no seconds, and what the price book leaves out costs no money.
  case none
  /// So much.
  case known(Double)
  /// Something, but nobody can tell how much; never taken for 0.
  case unknown

  /// The number, if there is one.
  public var value: Double? { if case .known(let value) = self { value } else { nil } }

  /// Of two numbers the sum; with nothing, the other; with something unknown, unknown.
  public static func + (a: Charge, b: Charge) -> Charge {
    switch (a, b) {
    case (.none, let other), (let other, .none): other
    case (.known(let a), .known(let b)): .known(a + b)
    case (.unknown, _), (_, .unknown): .unknown
    }
  }
}

/// What entries of the ledger cost.
public struct Cost: Hashable, Sendable {
  /// Simulated seconds of a machine.
  public var seconds = Charge.none
  /// Energy, kWh.
  public var kilowattHours = Charge.none
  /// Carbon, grams of CO₂ equivalent.
  public var grams = Charge.none
  /// Money, in the currency of the prices.
  public var money = Charge.none

  /// Nothing.
  public init() {}

  /// The sum of two costs.
  public static func + (a: Cost, b: Cost) -> Cost {
    var sum = a
    sum.seconds = a.seconds + b.seconds
    sum.kilowattHours = a.kilowattHours + b.kilowattHours
    sum.grams = a.grams + b.grams
    sum.money = a.money + b.money
    return sum
  }
}
