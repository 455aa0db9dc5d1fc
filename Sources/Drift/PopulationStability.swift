public import Core
internal import Numerics

/// The population stability index (PSI) of nominal or binned columns.
///
///     PSI = Σ (p − q) ln(p / q) over the bins
///
/// for the shares p of the reference and q of the current rows, the symmetric Kullback–Leibler
/// divergence (Jeffreys). A bin that is empty in one sample counts as half a row there; one that is
/// empty in both does not count. The bins are the values of a column of at most `bins` different ones,
/// else cut at quantiles of the reference, so that a fixed reference has fixed bins. Cost O((n + m)
/// log(n + m)).
///
/// The usual thresholds (.1 to watch, .25 to act) know nothing of the sample sizes. (n m / (n + m)) PSI
/// is about χ² with bins − 1 degrees of freedom where nothing has changed (Yurdakul & Naranjo,
/// *Statistical Properties of the Population Stability Index*, 2020), but too great where bins are
/// small: at 10 rows a bin it would reject .08 of the time for .05. p is taken from the index that half
/// a row added to every bin of both samples gives, n and m grown accordingly: .04 to .06 from 5 rows a
/// bin on, and the same for large samples. Assumes independent rows.
public struct PopulationStability: ColumnTest {
  let bins: Int

  func compare(
    _ reference: [Double], _ current: [Double], using random: inout RandomStream
  ) -> (statistic: Double, p: Double) {
    let bins = Bins(reference, current, count: bins, quantilesOf: reference)
    let counts = bins.counts(reference, current)
    let (n, m) = (Double(reference.count), Double(current.count))
    var (index, smoothed) = (0.0, 0.0)
    let (all, allNow) = (n + Double(counts.count) / 2, m + Double(counts.count) / 2)
    for bin in counts {
      let (before, now) = (Double(bin.reference), Double(bin.current))
      index += Self.term(max(before, 0.5) / n, max(now, 0.5) / m)
      smoothed += Self.term((before + 0.5) / all, (now + 0.5) / allNow)
    }
    let scaled = all * allNow / (all + allNow) * smoothed
    return (index, ChiSquareTest.upperTail(scaled, bins: counts.count))
  }

  private static func term(_ p: Double, _ q: Double) -> Double { (p - q) * Double.log(p / q) }

  /// Sorts all for the different values and again for the quantiles, then finds a bin for each.
  func flops(_ n: Int, _ m: Int) -> Int {
    2 * Operations.sorting(n + m) + (n + m) * Operations.logarithm(bins) + 16 * bins
  }

  /// Its registry line.
  public static let entry = Entry<any TwoSampleTest>.columnwise(
    "psi", "population stability index of values or bins",
    formula: """
      PSI = Σ (p − q) ln(p/q) over the bins, cut at quantiles of the reference; an empty bin \
      counts as half a row; PSI has no level of its own: p from (nm/(n + m))·PSI as χ² with bins − \
      1 degrees of freedom, with half a row added to every bin for that; assumes independent rows: \
      not calibrated on autocorrelated ones
      """,
    source: "Jeffreys 1946; Yurdakul & Naranjo 2020", settings: [Bins.count.declaration]
  ) { PopulationStability(bins: $0[Bins.count]) }
}
