internal import Core
internal import Numerics

/// Mean loss of a candidate − that of the live model, and how sure it is.
///
/// Tests d ≥ m against d < m and d ≤ m against d > m by T = (d̂ − m) / s(m), Student's t. Where the losses
/// are 0 and 1, s(m) comes from the rates that fit best among those that differ by m (a score test): with
/// the sample's own spread, a candidate that never disagreed with the live model would always be proven not
/// worse, whatever the number of rows. Enumerated for 30 to 200 rows, margins to .05 and α = .05, the paired
/// t test accepts a candidate that is worse by m with a probability up to .65, the score test up to .056.
///
/// Source: Student 1908, Welch 1947; paired 0/1: Tango, *Stat. Med.* 17, 1998; independent 0/1: Miettinen &
/// Nurminen, *Stat. Med.* 4, 1985, without their factor N/(N − 1). They use the normal distribution; with
/// t, α is kept a little better in small samples.
struct LossDifference {
  /// Where s(m) comes from.
  enum Spread {
    /// The sample: one standard error for every m.
    case sample(standardError: Double)
    /// Rows on which only the candidate and only the live model errs, of n.
    case pairedErrors(candidate: Int, live: Int, rows: Int)
    /// Errors of each, of so many rows of its own.
    case independentErrors(candidate: Int, candidateRows: Int, live: Int, liveRows: Int)
  }

  /// d̂.
  let mean: Double
  let degreesOfFreedom: Double
  let spread: Spread

  /// T for a margin.
  func statistic(_ margin: Double) -> Double {
    let error = standardError(margin)
    let excess = mean - margin
    // Also where both are 0: then nothing speaks for either side.
    if excess == 0 { return 0 }
    return excess / error
  }

  /// p-value of d < m: small if the candidate is proven not to be worse by m.
  func below(_ margin: Double) -> Double { probability(statistic(margin)) }

  /// p-value of d > m: small if the candidate is proven to be worse by more than m.
  func above(_ margin: Double) -> Double { probability(-statistic(margin)) }

  /// The least m with `below(m)` ≤ α: d lies under it with confidence 1 − α.
  func upperBound(_ alpha: Double) -> Double {
    bound(Distribution.studentQuantile(1 - alpha, degreesOfFreedom: degreesOfFreedom))
  }

  /// The largest m with `above(m)` ≤ α.
  func lowerBound(_ alpha: Double) -> Double {
    bound(-Distribution.studentQuantile(1 - alpha, degreesOfFreedom: degreesOfFreedom))
  }

  private func probability(_ t: Double) -> Double {
    if t.isInfinite { return t < 0 ? 0 : 1 }
    return Distribution.studentCDF(t, degreesOfFreedom: degreesOfFreedom)
  }

  private func standardError(_ margin: Double) -> Double {
    switch spread {
    case .sample(let error): error
    case .pairedErrors(let candidate, let live, let rows):
      ConstrainedRates.paired(candidate, live, of: rows, difference: margin)
    case .independentErrors(let candidate, let n, let live, let m):
      ConstrainedRates.independent(candidate, of: n, live, of: m, difference: margin)
    }
  }

  /// The m with T(m) = −t; T falls with m.
  private func bound(_ t: Double) -> Double {
    if case .sample(let error) = spread { return mean + t * error }
    var (low, high) = (-1.0, 1.0)
    for _ in 0..<60 {
      let middle = (low + high) / 2
      if statistic(middle) > -t { low = middle } else { high = middle }
    }
    return high
  }
}
