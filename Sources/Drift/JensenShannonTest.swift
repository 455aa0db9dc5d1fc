public import Core
internal import Numerics

/// The Jensen–Shannon distance of nominal or binned columns, with p by ``Permutations``.
///
///     D = √(½ Σ p ln(p / r) + ½ Σ q ln(q / r)), r = (p + q)/2
///
/// over the bins; p and q are the shares of the reference and of the current rows, 0 ln 0 = 0. Between 0
/// and √ln 2 = .833. The bins are the values of a column of at most `bins` different ones, else cut at
/// quantiles of the pooled sample. Cost O((n + m) log(n + m) + B (n + m + bins)).
///
/// Lin, *Divergence Measures Based on the Shannon Entropy*, 1991; Endres & Schindelin 2003 (the root is
/// a metric). The distance is scipy's `jensenshannon`, base e.
public struct JensenShannonTest: ColumnTest {
  let bins: Int
  let permutations: Permutations

  var leastRows: Int { permutations.leastRows }
  var leastP: Double { permutations.leastP }

  func compare(
    _ reference: [Double], _ current: [Double], using random: inout RandomStream
  ) -> (statistic: Double, p: Double) {
    let pooled = reference + current
    let bins = Bins(reference, current, count: bins, quantilesOf: pooled)
    let places = pooled.map(bins.index)
    var total = [Int](repeating: 0, count: bins.edges.count + 1)
    for place in places { total[place] += 1 }
    let (n, m) = (reference.count, current.count)
    var counts = total
    func divergence(_ isReference: [Bool]) -> Double {
      for i in counts.indices { counts[i] = 0 }
      for (place, isReference) in zip(places, isReference) where isReference { counts[place] += 1 }
      return Self.divergence(counts, total, n, m)
    }
    let observed = divergence(pooled.indices.map { $0 < n })
    let p = permutations.p(of: observed, n, m, using: &random, divergence)
    return (observed.squareRoot(), p)
  }

  /// D² for the reference's counts and those of both samples.
  private static func divergence(_ counts: [Int], _ total: [Int], _ n: Int, _ m: Int) -> Double {
    var sum = 0.0
    for (count, total) in zip(counts, total) {
      let (p, q) = (Double(count) / Double(n), Double(total - count) / Double(m))
      if p > 0 { sum += p * Double.log(2 * p / (p + q)) }
      if q > 0 { sum += q * Double.log(2 * q / (p + q)) }
    }
    return max(0, sum / 2)
  }

  /// Sorts all twice and finds a bin for each; 2 a value and 12 a bin for each permutation.
  func flops(_ n: Int, _ m: Int) -> Int {
    2 * Operations.sorting(n + m) + (n + m) * Operations.logarithm(bins)
      + (1 + permutations.count) * (2 * (n + m) + 12 * bins)
  }

  /// Its registry line.
  public static let entry = Entry<any TwoSampleTest>.columnwise(
    "jensen-shannon", "Jensen–Shannon distance of values or bins, permutation test",
    formula: """
      D = √(½ Σ p ln(p/r) + ½ Σ q ln(q/r)), r = (p + q)/2, over bins cut at pooled quantiles; \
      p = (1 + #{permutations with D as great})/(1 + permutations), of single rows, \
      if they are independent, or of blocks
      """,
    source: "Lin 1991; the distance as scipy's jensenshannon",
    settings: [Bins.count.declaration] + Permutations.settings
  ) { JensenShannonTest(bins: $0[Bins.count], permutations: Permutations($0)) }
}
