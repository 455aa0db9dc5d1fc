public import Core
internal import Numerics

/// The Wasserstein distance of order 1 between two samples of numbers, with p by ``Permutations``.
///
///     W = ∫ |F(x) − G(x)| dx
///
/// for the distribution functions F and G of the samples: how far values must be moved on average to
/// turn one into the other, in the unit of the column. Cost O((n + m) (log(n + m) + B)).
///
/// Vallender 1974 for the integral; Ramdas, García Trillos & Cuturi, *On Wasserstein Two-Sample
/// Testing*, 2017. The distance is scipy's `wasserstein_distance`.
public struct WassersteinTest: ColumnTest {
  let permutations: Permutations

  var leastRows: Int { permutations.leastRows }
  var leastP: Double { permutations.leastP }

  func compare(
    _ reference: [Double], _ current: [Double], using random: inout RandomStream
  ) -> (statistic: Double, p: Double) {
    let pooled = reference + current
    let ascending = pooled.indices.sorted { (pooled[$0], $0) < (pooled[$1], $1) }
    let gaps = zip(ascending, ascending.dropFirst()).map { pooled[$1] - pooled[$0] }
    let (n, m) = (reference.count, current.count)
    func distance(_ isReference: [Bool]) -> Double {
      var (below, sum) = (0, 0.0)
      for i in gaps.indices {
        // After i + 1 values, n m (F − G) = m·below − n·(i + 1 − below).
        if isReference[ascending[i]] { below += 1 }
        sum += Double(abs((n + m) * below - n * (i + 1))) * gaps[i]
      }
      return sum / (Double(n) * Double(m))
    }
    let observed = distance(pooled.indices.map { $0 < n })
    return (observed, permutations.p(of: observed, n, m, using: &random, distance))
  }

  /// Sorts all; 5 a value and permutation.
  func flops(_ n: Int, _ m: Int) -> Int {
    Operations.sorting(n + m) + 5 * (1 + permutations.count) * (n + m)
  }

  /// Its registry line.
  public static let entry = Entry<any TwoSampleTest>.columnwise(
    "wasserstein", "Wasserstein distance of the values, permutation test",
    formula: """
      W = ∫ |F_reference − F_current| dx; p = (1 + #{permutations with W as great})/(1 + \
      permutations), of single rows, if they are independent, or of blocks
      """,
    source: "Ramdas, García Trillos & Cuturi 2017; the distance as scipy's wasserstein_distance",
    settings: Permutations.settings
  ) { WassersteinTest(permutations: Permutations($0)) }
}
