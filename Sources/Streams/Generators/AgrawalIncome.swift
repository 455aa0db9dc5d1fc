/// Salary and commission together, T, as agrawal draws them: S ~ U[20000, 150000); C ~ U[10000, 75000) if
/// S < 75000, else 0.
///
/// With probability 55/130 T is a sum of two uniform numbers, of ranges 55000 and 65000, so P(T ≤ t) is
/// Σ ± (t − corner)₊² / (2 · 55000 · 65000) over the corners of its trapezoid; else T ~ U[75000, 150000).
enum AgrawalIncome {
  /// E[T].
  static let mean = 85_000 + 55.0 / 130 * 42_500

  /// P(T ≤ t).
  static func cumulative(_ t: Double) -> Double {
    let sum = trapezoid(t) { $0 * $0 } / (2 * 55_000 * 65_000)
    let alone = (above(t, 75_000) - above(t, 150_000)) / 75_000
    return (55 * sum + 75 * alone) / 130
  }

  /// E[(t − T)₊], the integral of P(T ≤ ·) up to t.
  static func shortfall(_ t: Double) -> Double {
    let sum = trapezoid(t) { $0 * $0 * $0 } / (6 * 55_000 * 65_000)
    let (low, high) = (above(t, 75_000), above(t, 150_000))
    let alone = (low * low - high * high) / (2 * 75_000)
    return (55 * sum + 75 * alone) / 130
  }

  /// P(low ≤ T ≤ high).
  static func share(_ low: Double, _ high: Double) -> Double { cumulative(high) - cumulative(low) }

  private static func trapezoid(_ t: Double, _ power: (Double) -> Double) -> Double {
    power(above(t, 30_000)) - power(above(t, 85_000)) - power(above(t, 95_000))
      + power(above(t, 150_000))
  }

  private static func above(_ t: Double, _ corner: Double) -> Double { max(t - corner, 0) }
}
