public import Core
internal import Numerics

/// The two-sample Cramér–von Mises test.
///
///     T = n m / N² Σ (F(z) − G(z))² over all N = n + m values z
///
/// for the distribution functions F and G of the samples. p is exact for n, m ≤ 20 and continuous data,
/// else that of the limit after T is brought to its mean and variance (``CramerVonMises``). On columns
/// of few different values p is rough: at a level of .05 a binary one rejects up to .08; use
/// `chi-square` there. Cost O(N log N) beyond the exact sizes.
///
/// Anderson, *On the distribution of the two-sample Cramér–von Mises criterion*, 1962, (4), (11), (14),
/// (15). Assumes independent rows. Without ties as scipy's `cramervonmises_2samp`; with ties scipy puts
/// mean ranks into a formula for ranks, by which two constant samples of unequal size differ. The limit
/// is good to 1e-7, so that a smaller p is as good as 0.
public struct CramerVonMisesTest: ColumnTest {
  /// The largest sample with an exact p.
  static let exactLimit = 20

  var leastRows: Int { 2 }

  func compare(
    _ reference: [Double], _ current: [Double], using random: inout RandomStream
  ) -> (statistic: Double, p: Double) {
    let sum = Self.squares(reference.sorted(), current.sorted())
    let (n, m) = (Double(reference.count), Double(current.count))
    let (k, total) = (n * m, n + m)
    let t = sum / (k * total * total)
    if max(reference.count, current.count) <= Self.exactLimit {
      return (t, CramerVonMises.exactUpperTail(Int(sum), reference.count, current.count))
    }
    let mean = (1 + 1 / total) / 6
    let variance =
      (total + 1) * (4 * k * total - 3 * (n * n + m * m) - 2 * k) / (180 * total * total * k)
    let scaled = 1.0 / 6 + (t - mean) / (45 * variance).squareRoot()
    return (t, CramerVonMises.limitingUpperTail(scaled))
  }

  /// Σ (m i − n j)² over all values z, i of the first sample and j of the second being ≤ z; both
  /// ascending.
  private static func squares(_ a: [Double], _ b: [Double]) -> Double {
    var (i, j, sum) = (0, 0, 0.0)
    while i < a.count || j < b.count {
      let before = i + j
      let value = i == a.count ? b[j] : j == b.count ? a[i] : min(a[i], b[j])
      while i < a.count && a[i] == value { i += 1 }
      while j < b.count && b[j] == value { j += 1 }
      let difference = Double(b.count * i - a.count * j)
      sum += Double(i + j - before) * difference * difference
    }
    return sum
  }

  /// Sorts both and adds 6 a value.
  func flops(_ n: Int, _ m: Int) -> Int {
    Operations.sorting(n) + Operations.sorting(m) + 6 * (n + m)
  }

  /// Its registry line.
  public static let entry = Entry<any TwoSampleTest>.columnwise(
    "cvm", "mean squared difference of the distribution functions, Cramér–von Mises",
    formula: """
      T = nm/(n + m) ∫ (F_reference − F_current)² dF_both; p exact up to 20 rows a sample, else by \
      the limit distribution, rough for few different values; assumes independent rows: not \
      calibrated on autocorrelated ones
      """,
    source: "Anderson 1962; without ties as scipy's cramervonmises_2samp"
  ) { _ in CramerVonMisesTest() }
}
