public import Core
internal import Numerics

/// The two-sample Kolmogorov–Smirnov test, two-sided.
///
///     D = max over x of |F(x) − G(x)|
///
/// for the distribution functions F and G of the samples. p is exact for max(n, m) ≤ 10 000 and
/// continuous data (``KolmogorovSmirnov``), O(n m min(1, 2D)); ties make it conservative. Beyond, p is
/// that of a single sample of n m / (n + m) values, rounded, against a known distribution
/// (``KolmogorovDistribution``). Besides, O(n log n + m log m).
///
/// Smirnov 1939; Hodges 1957. Assumes independent rows. As scipy's `ks_2samp`.
public struct KolmogorovSmirnovTest: ColumnTest {
  /// The largest sample with an exact p.
  static let exactLimit = 10_000

  func compare(
    _ reference: [Double], _ current: [Double], using random: inout RandomStream
  ) -> (statistic: Double, p: Double) {
    let (steps, scale) = KolmogorovSmirnov.steps(reference.sorted(), current.sorted())
    return (
      Double(steps) / Double(scale), Self.p(steps, of: scale, reference.count, current.count)
    )
  }

  /// P(D ≥ steps / scale) for samples of n and m.
  private static func p(_ steps: Int, of scale: Int, _ n: Int, _ m: Int) -> Double {
    if max(n, m) <= exactLimit { return KolmogorovSmirnov.tail(n, m, steps: steps) }
    // Halves are rounded to even numbers, as scipy does.
    let size = (Double(n) * Double(m) / Double(n + m)).rounded(.toNearestOrEven)
    return KolmogorovDistribution(size: Int(size)).upperTail(Double(steps) / Double(scale))
  }

  /// The least p of columns of two samples: that of the greatest distance, the only one that is computed. At least
  /// one column and row each.
  ///
  /// - Parameter exactBelow: p above it are those of large samples, which takes no time.
  static func leastP(
    _ columns: some Sequence<(reference: [Double], current: [Double])>, exactBelow: Double = 1
  ) -> Double {
    var most = (steps: 0, scale: 1, n: 1, m: 1)
    for (reference, current) in columns {
      let (more, fewer) =
        reference.count < current.count ? (current, reference) : (reference, current)
      let found = KolmogorovSmirnov.steps(of: more, against: fewer.sorted())
      if found.steps >= most.steps {
        most = (found.steps, found.scale, reference.count, current.count)
      }
    }
    if exactBelow < 1 {
      let distance = Double(most.steps) / Double(most.scale)
      let about = KolmogorovSmirnov.limitTail(most.n, most.m, distance: distance)
      if about > exactBelow { return about }
    }
    return p(most.steps, of: most.scale, most.n, most.m)
  }

  /// Sorts both, and for an exact p walks 5 n m min(1, 2 D) operations of the lattice, at the distance D = √(N/(n
  /// m)) that chance makes, N = n + m.
  func flops(_ n: Int, _ m: Int) -> Int {
    let sorting = Operations.sorting(n) + Operations.sorting(m) + 2 * (n + m)
    if max(n, m) > Self.exactLimit { return sorting }
    let cells = Double(n) * Double(m)
    return sorting + Int(5 * min(cells, 2 * (cells * Double(n + m)).squareRoot()))
  }

  /// Its registry line.
  public static let entry = Entry<any TwoSampleTest>.columnwise(
    "ks", "greatest difference of the distribution functions, Kolmogorov–Smirnov",
    formula: """
      D = max |F_reference − F_current|, two-sided; p exact up to 10 000 rows a sample \
      (conservative with ties), else of Kolmogorov's distribution for nm/(n + m) rows; assumes \
      independent rows: not calibrated on autocorrelated ones
      """,
    source: "Smirnov 1939; Hodges 1957; as scipy's ks_2samp"
  ) { _ in KolmogorovSmirnovTest() }
}
