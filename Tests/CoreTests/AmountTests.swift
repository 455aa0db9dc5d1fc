import Core
import Testing

/// What the product of a price and an amount of different units would be, were there one in Core: the operator
/// below is only chosen where Core has none.
private struct NoProduct {}

private func * <A: PhysicalUnit, B: PhysicalUnit>(_: Price<A>, _: Amount<B>) -> NoProduct {
  NoProduct()
}

/// What comes of an amount and a rate that do not fit, likewise.
private func * <A: PhysicalUnit, B: PhysicalUnit, C: PhysicalUnit>(
  _: Rate<A, B>, _: Amount<C>
) -> NoProduct { NoProduct() }

private func / <A: PhysicalUnit, B: PhysicalUnit, C: PhysicalUnit>(
  _: Amount<C>, _: Rate<A, B>
) -> NoProduct { NoProduct() }

@Suite struct AmountTests {
  @Test func aPriceMeetsAmountsOfItsOwnUnitOnly() {
    let same = Price<Labels>(0.5) * Amount<Labels>(6)
    #expect(type(of: same) == Amount<Money>.self && same.value == 3)
    #expect(type(of: Price<Labels>(0.5) * Amount<Rows>(6)) == NoProduct.self)
    #expect(type(of: Price<Seconds>(2) * Amount<Flop>(6)) == NoProduct.self)
    #expect(type(of: Price<Gigabytes>(2) * Amount<Bytes>(6)) == NoProduct.self)
    #expect(type(of: Price<Gigabytes>(2) * Amount<Bytes>(5e8).gigabytes) == Amount<Money>.self)
  }

  /// What is tolerated for a second multiplies seconds and divides what waits, never the other way round.
  @Test func aRateMultipliesWhatItIsForAndDividesWhatItIsOf() {
    let tolerated = Rate<RowSeconds, Seconds>(1000)
    let allowed = tolerated * Amount<Seconds>(2)
    #expect(type(of: allowed) == Amount<RowSeconds>.self && allowed.value == 2000)
    let worth = Amount<RowSeconds>(500) / tolerated
    #expect(type(of: worth) == Amount<Seconds>.self && worth.value == 0.5)
    #expect(type(of: tolerated * Amount<RowSeconds>(500)) == NoProduct.self)
    #expect(type(of: Amount<Seconds>(2) / tolerated) == NoProduct.self)
    #expect(type(of: Rate<Seconds, RowSeconds>(1e-3) * Amount<Seconds>(2)) == NoProduct.self)
  }

  @Test func anEntryHasAnAmountInItsOwnUnitOnly() {
    let entry = LedgerEntry(
      step: 0, version: 0, component: .labels, quantity: "labels", unit: .labels, amount: 7)
    #expect(entry.amount(in: Labels.self) == Amount(7))
    #expect(entry.amount(in: Rows.self) == nil && entry.amount(in: Flop.self) == nil)
  }

  @Test func conversions() {
    #expect(Price<Seconds>(perHour: 36).each == 0.01)
    #expect((Price<Gigabytes>(2) * Amount<Bytes>(5e8).gigabytes).value == 1)
    // 2 GB for 365 steps of an hour are one GB-month of 730 hours.
    #expect(Amount<ByteSteps>(2e9 * 365).gigabyteMonths(stepSeconds: 3600).value == 1)
    #expect(Amount<CarbonGrams>(2.5e6).tonnes.value == 2.5)
    #expect(Amount<Rows>(1) + Amount(2) == Amount(3) && Amount<Rows>(1) < Amount(2))
  }
}
