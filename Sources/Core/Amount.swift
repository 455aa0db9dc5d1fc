/// So much of a unit.
///
/// ```swift
/// Price<Labels>(0.1) * Amount<Labels>(30)  // 3.0 of money
/// Price<Labels>(0.1) * Amount<Rows>(30)    // does not compile
/// ```
public struct Amount<Unit: PhysicalUnit>: Hashable, Sendable, Comparable {
  /// How much.
  public let value: Double

  /// So much of the unit.
  public init(_ value: Double) { self.value = value }

  /// Whether one is less than another of the same unit.
  public static func < (a: Amount, b: Amount) -> Bool { a.value < b.value }
  /// The sum of two amounts of one unit.
  public static func + (a: Amount, b: Amount) -> Amount { Amount(a.value + b.value) }
}

/// Money for each of a unit.
public struct Price<Unit: PhysicalUnit>: Hashable, Sendable {
  /// Money for one.
  public let each: Double

  /// So much money for one.
  public init(_ each: Double) { self.each = each }

  /// What an amount of the same unit costs.
  public static func * (price: Price, amount: Amount<Unit>) -> Amount<Money> {
    Amount<Money>(price.each * amount.value)
  }
}

/// So much of one unit for each of another.
///
/// ```swift
/// Rate<RowSeconds, Seconds>(1000) * Amount<Seconds>(2)     // 2000 row-seconds
/// Amount<RowSeconds>(500) / Rate<RowSeconds, Seconds>(1000)  // half a second
/// Rate<RowSeconds, Seconds>(1000) * Amount<RowSeconds>(2)  // does not compile
/// ```
public struct Rate<Of: PhysicalUnit, Per: PhysicalUnit>: Hashable, Sendable {
  /// How much for one.
  public let each: Double

  /// So much for one.
  public init(_ each: Double) { self.each = each }

  /// What there is for an amount of the unit that it is for.
  public static func * (rate: Rate, amount: Amount<Per>) -> Amount<Of> {
    Amount<Of>(rate.each * amount.value)
  }

  /// How many an amount is enough for.
  public static func / (amount: Amount<Of>, rate: Rate) -> Amount<Per> {
    Amount<Per>(amount.value / rate.each)
  }
}

extension Price where Unit == Seconds {
  /// So much money for an hour.
  public init(perHour price: Double) { self.init(price / 3600) }
}

extension Amount where Unit == Bytes {
  /// The same in units of 10⁹.
  public var gigabytes: Amount<Gigabytes> { Amount<Gigabytes>(value / 1e9) }
}

extension Amount where Unit == ByteSteps {
  /// The same in units of 10⁹ bytes and 730 hours, where a step takes so many seconds.
  public func gigabyteMonths(stepSeconds: Double) -> Amount<GigabyteMonths> {
    Amount<GigabyteMonths>(value / 1e9 * stepSeconds / (730 * 3600))
  }
}

extension Amount where Unit == CarbonGrams {
  /// The same in units of 10⁶.
  public var tonnes: Amount<CarbonTonnes> { Amount<CarbonTonnes>(value / 1e6) }
}
