/// How the p-values of several tests are made to hold together: p ↦ adjusted p, so that rejecting what
/// has an adjusted p ≤ α bounds an error of the whole family by α.
public enum MultipleTesting: String, Hashable, Sendable, CaseIterable {
  /// min(1, m p): bounds the probability of any false rejection, whatever the dependence (Bonferroni
  /// 1936, Dunn 1961).
  case bonferroni
  /// min over j ≥ i of min(1, m p₍ⱼ₎ / j) for the i-th least of m: bounds the expected share of false
  /// rejections among all, for independent or positively dependent tests (Benjamini & Hochberg 1995;
  /// Benjamini & Yekutieli 2001). The least of them is the p of Simes (1986) for "nothing has changed".
  /// As scipy's `false_discovery_control`.
  case benjaminiHochberg = "benjamini-hochberg"

  /// The adjusted p-values, in the order of `values`. O(m log m).
  public func adjusted(_ values: [Double]) -> [Double] {
    let count = Double(values.count)
    switch self {
    case .bonferroni: return values.map { min(1, count * $0) }
    case .benjaminiHochberg:
      var result = values
      var bound = 1.0
      let ascending = values.indices.sorted { (values[$0], $0) < (values[$1], $1) }
      for (i, place) in ascending.enumerated().reversed() {
        bound = min(bound, count * values[place] / Double(i + 1))
        result[place] = bound
      }
      return result
    }
  }
}
