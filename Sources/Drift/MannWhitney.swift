internal import Numerics

/// The Mann–Whitney U test of whether scores of one sample tend to be greater than those of another,
/// one-sided.
struct MannWhitney {
  /// The share of pairs in which the first sample's score is the greater one, ties counted half: U/(n
  /// m), the area under the ROC curve.
  let area: Double
  /// P(U ≥ u) by the normal approximation, corrected for ties and for continuity; 1 if all scores are
  /// equal. As scipy's `mannwhitneyu(first, second, alternative="greater", method="asymptotic")`.
  let p: Double

  /// Mann & Whitney 1947. O((n + m) log(n + m)).
  init(_ first: [Double], over second: [Double]) {
    let midranks = Midranks(first + second)
    let (n, m) = (Double(first.count), Double(second.count))
    let total = n + m
    let u = midranks.ranks[..<first.count].reduce(0, +) - n * (n + 1) / 2
    area = u / (n * m)
    let variance = n * m / 12 * (total + 1 - midranks.ties / (total * (total - 1)))
    let excess = u - n * m / 2 - 0.5
    p = variance > 0 ? Distribution.normalCDF(-excess / variance.squareRoot()) : 1
  }
}
