internal import Numerics

/// The null distribution of the two-sample Cramér–von Mises statistic, for continuous data.
enum CramerVonMises {
  /// P(S ≥ s) for samples of n and m, exact, with S = Σ (m i − n j)² over all values z, where i values
  /// of the first sample and j of the second are ≤ z.
  ///
  /// All orders of the pooled values are equally likely: lattice paths from (0, 0) to (n, m), along
  /// which S grows at every point (i, j). The paths to each point are counted by S. Those that have
  /// reached s are counted at once, with all their ways on, so that only smaller S are kept.
  ///
  /// Xiao, Gordon & Yakovlev, *A C++ Program for the Cramér–von Mises Two-Sample Test*, 2006. Counts
  /// stay below C(40, 20) < 2⁵³ for n, m ≤ 20.
  static func exactUpperTail(_ s: Int, _ n: Int, _ m: Int) -> Double {
    if s <= 0 { return 1 }
    let ways = waysOn(n, m)
    var reached = 0.0
    var row = [Paths](repeating: Paths(), count: m + 1)
    for i in 0...n {
      for j in 0...m {
        if i == 0 && j == 0 {
          row[0] = Paths(sums: [0], counts: [1])
          continue
        }
        let before = i == 0 ? Paths() : row[j]
        var paths = before.merged(with: j == 0 ? Paths() : row[j - 1])
        let step = m * i - n * j
        reached += paths.advance(by: step * step, to: s) * ways[n - i][m - j]
        row[j] = paths
      }
    }
    return reached / ways[n][m]
  }

  /// How many paths lead from (0, 0) to (i, j).
  private static func waysOn(_ n: Int, _ m: Int) -> [[Double]] {
    var ways = [[Double]](repeating: [Double](repeating: 1, count: m + 1), count: n + 1)
    for i in 1...n {
      for j in 1...m { ways[i][j] = ways[i - 1][j] + ways[i][j - 1] }
    }
    return ways
  }

  /// Paths to a point: how many have which S, in ascending order.
  private struct Paths {
    var sums: [Int] = []
    var counts: [Double] = []

    func merged(with other: Paths) -> Paths {
      var result = Paths()
      var (i, j) = (0, 0)
      while i < sums.count || j < other.sums.count {
        let left = i < sums.count ? sums[i] : .max
        let right = j < other.sums.count ? other.sums[j] : .max
        var count = 0.0
        if left <= right {
          count += counts[i]
          i += 1
        }
        if right <= left {
          count += other.counts[j]
          j += 1
        }
        result.sums.append(min(left, right))
        result.counts.append(count)
      }
      return result
    }

    /// Adds to every S; takes out and returns the number of paths that reach `limit`.
    mutating func advance(by step: Int, to limit: Int) -> Double {
      var kept = sums.count
      var reached = 0.0
      while kept > 0 && sums[kept - 1] + step >= limit {
        kept -= 1
        reached += counts[kept]
      }
      sums = sums[..<kept].map { $0 + step }
      counts.removeLast(counts.count - kept)
      return reached
    }
  }

  /// P(W² ≥ x) in the limit of large samples:
  ///
  ///     1 − 1/(π^{3/2} √x) Σ_k Γ(k + ½)/k! √(4k + 1) e^{−q} K_¼(q), q = (4k + 1)²/(16x)
  ///
  /// Csörgő & Faraway, *The exact and asymptotic distributions of Cramér–von Mises statistics*, 1996,
  /// (1.3). Terms below 1e-7 end the sum, as in scipy.
  static func limitingUpperTail(_ x: Double) -> Double {
    if x < 0.003 { return 1 }
    var (sum, k, term) = (0.0, 0.0, 1.0)
    while term >= 1e-7 || k < 1 {
      let y = 4 * k + 1
      let q = y * y / (16 * x)
      let weight = Double.exp(SpecialFunction.logGamma(k + 0.5) - SpecialFunction.logGamma(k + 1))
      term =
        weight / (Double.pi * (Double.pi * x).squareRoot()) * y.squareRoot()
        * Double.exp(-2 * q) * SpecialFunction.scaledBesselK(0.25, q)
      sum += term
      k += 1
    }
    return max(0, 1 - sum)
  }
}
