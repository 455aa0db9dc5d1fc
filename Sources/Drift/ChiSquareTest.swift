public import Core
internal import Numerics

/// Pearson's χ² test of homogeneity, for nominal or binned columns.
///
///     χ² = Σ (count − expected)² / expected over both samples and k bins
///
/// where a bin's expected counts are its pooled count in proportion to the sample sizes; p is the upper
/// tail of χ² with k − 1 degrees of freedom, 1 for a single bin. No correction for continuity (Yates).
/// The bins are the values of a column of at most `bins` different ones, else cut at quantiles of the
/// pooled sample. Cost O((n + m) log(n + m)).
///
/// Pearson 1900; Cochran, *The χ² Test of Goodness of Fit*, 1952, who wants expected counts of about 5.
/// Assumes independent rows. As scipy's `chi2_contingency(correction=False)`.
public struct ChiSquareTest: ColumnTest {
  let bins: Int

  func compare(
    _ reference: [Double], _ current: [Double], using random: inout RandomStream
  ) -> (statistic: Double, p: Double) {
    let bins = Bins(reference, current, count: bins, quantilesOf: reference + current)
    let counts = bins.counts(reference, current)
    let (n, m) = (Double(reference.count), Double(current.count))
    var statistic = 0.0
    for bin in counts {
      let share = Double(bin.reference + bin.current) / (n + m)
      let (before, now) = (Double(bin.reference) - n * share, Double(bin.current) - m * share)
      statistic += before * before / (n * share) + now * now / (m * share)
    }
    return (statistic, Self.upperTail(statistic, bins: counts.count))
  }

  /// P(χ² ≥ x) with bins − 1 degrees of freedom; 1 for a single bin.
  static func upperTail(_ x: Double, bins: Int) -> Double {
    if bins < 2 { return 1 }
    return Distribution.chiSquaredUpperTail(x, degreesOfFreedom: Double(bins - 1))
  }

  /// Sorts all for the different values and again for the quantiles, then finds a bin for each.
  func flops(_ n: Int, _ m: Int) -> Int {
    2 * Operations.sorting(n + m) + (n + m) * Operations.logarithm(bins) + 16 * bins
  }

  /// Its registry line.
  public static let entry = Entry<any TwoSampleTest>.columnwise(
    "chi-square", "counts of values or bins, Pearson's χ²",
    formula: """
      χ² = Σ (count − expected)²/expected over both samples and all bins, p from χ² with bins − 1 \
      degrees of freedom, without Yates' correction; bins cut at pooled quantiles; assumes \
      independent rows: not calibrated on autocorrelated ones
      """,
    source: "Pearson 1900; as scipy's chi2_contingency", settings: [Bins.count.declaration]
  ) { ChiSquareTest(bins: $0[Bins.count]) }
}
