internal import Numerics

/// Wilcoxon's signed-rank test of paired differences against a median of 0 (Wilcoxon 1945),
/// two-sided.
///
/// Differences of 0 are left out; equal absolute differences share their mean rank. For at most 50
/// differences p is exact, given the ranks: of the 2ⁿ ways to give signs to them, the share in
/// which the sum of the positive ranks lies at least as far out, doubled. For more, a normal
/// approximation with the variance corrected for ties and no correction for continuity. Below 6
/// differences p could not fall under .05 and is undefined.
struct SignedRankTest: Hashable, Sendable {
  /// Fewest differences that give a p.
  static let minimum = 6
  /// Most differences whose p is exact.
  static let exactLimit = 50

  /// W⁺, the sum of the ranks of the positive differences.
  let statistic: Double
  /// The two-sided p; `nil` for fewer than 6 differences other than 0.
  let p: Double?

  /// Tests finite differences.
  init(_ differences: [Double]) {
    let ranked = SignedRankTest.ranked(differences.filter { $0 != 0 })
    let positive = ranked.reduce(0) { $0 + ($1.isPositive ? $1.doubledRank : 0) }
    statistic = Double(positive) / 2
    let ranks = ranked.map(\.doubledRank)
    if ranks.count < SignedRankTest.minimum {
      p = nil
    } else if ranks.count <= SignedRankTest.exactLimit {
      p = SignedRankTest.exact(positive, ranks)
    } else {
      p = SignedRankTest.approximate(positive, ranks)
    }
  }

  /// Twice the rank of each absolute difference, so that shared ranks are whole. Those that differ
  /// only by rounding are equal.
  private static func ranked(_ values: [Double]) -> [(doubledRank: Int, isPositive: Bool)] {
    let sorted = values.sorted { abs($0) < abs($1) }
    let tolerance = 1e-12 * abs(sorted.last ?? 0)
    var result: [(doubledRank: Int, isPositive: Bool)] = []
    var first = 0
    while first < sorted.count {
      var end = first + 1
      while end < sorted.count && abs(sorted[end]) - abs(sorted[end - 1]) <= tolerance { end += 1 }
      // Ranks first + 1 … end, of mean (first + 1 + end) / 2.
      result += sorted[first..<end].map { (first + 1 + end, $0 > 0) }
      first = end
    }
    return result
  }

  /// Counts the sums of all subsets of the ranks: at most 2⁵⁰, exact in a `Double`.
  private static func exact(_ positive: Int, _ ranks: [Int]) -> Double {
    let total = ranks.reduce(0, +)
    var ways = [Double](repeating: 0, count: total + 1)
    ways[0] = 1
    for rank in ranks {
      for sum in stride(from: total, through: rank, by: -1) { ways[sum] += ways[sum - rank] }
    }
    let low = ways[...positive].reduce(0, +)
    let high = ways[positive...].reduce(0, +)
    return min(1, 2 * min(low, high) / ways.reduce(0, +))
  }

  /// W⁺ has mean Σ rank / 2 and variance Σ rank² / 4, of which ties are part.
  private static func approximate(_ positive: Int, _ ranks: [Int]) -> Double {
    let excess = Double(2 * positive - ranks.reduce(0, +)) / 4
    let variance = ranks.reduce(0.0) { $0 + Double($1 * $1) / 16 }
    return 2 * Distribution.normalCDF(-abs(excess) / variance.squareRoot())
  }
}

/// p-values that hold for several tests together (Holm 1979): in increasing order, the i-th of m
/// times m − i, i from 0, never less than the one before, at most 1. Undefined ones are no tests
/// and stay so.
func holm(_ values: [Double?]) -> [Double?] {
  let order = values.indices.filter { values[$0] != nil }
    .sorted { (values[$0] ?? 1, $0) < (values[$1] ?? 1, $1) }
  var result = values
  var bound = 0.0
  for (i, place) in order.enumerated() {
    bound = max(bound, min(1, Double(order.count - i) * (values[place] ?? 1)))
    result[place] = bound
  }
  return result
}
