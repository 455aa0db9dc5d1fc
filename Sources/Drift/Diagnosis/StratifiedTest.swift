internal import Numerics

/// Whether outcomes occur as often now as in the reference within strata, by permutation.
///
/// For stratum s with N rows, m of them current, of which outcome j has c_j in all and o_j now,
///
///     χ²_s = Σ_j (o_j − e_j)² (1 / e_j + 1 / (c_j − e_j)),  e_j = m c_j / N
///
/// (Pearson 1900), and the statistic is Σ_s χ²_s: unlike Cochran–Mantel–Haenszel's it also sees changes that go
/// one way in some strata and the other way elsewhere. p is that of random choices of the m current rows within
/// each stratum, exact at any size where rows are exchangeable within strata:
///
/// * (1 + #{as great}) / (1 + B) of B choices (Phipson & Smyth 2010);
/// * h / l where no groups are asked for and the h-th as great, h = 20, comes with choice l ≤ B: no more are drawn
///   (Besag & Clifford, *Sequential Monte Carlo p-values*, 1991). Where nothing has changed that takes
///   about h (1 + ln (B / h)) choices; a p below h / B is the same as with all of them.
///
/// O(B Σ m), and O(B Σ ln m) for strata of two outcomes.
struct StratifiedTest {
  /// Σ χ²_s.
  let statistic: Double
  /// p of all strata together.
  let p: Double
  /// mid-p of each group of strata by itself, for groups with rows on both sides; else `nil`.
  let groups: [Double?]
  /// Rows of the reference, and now.
  let referenceRows: Int, currentRows: Int
  /// Choices drawn.
  let drawn: Int
  /// What it took: 4 a row to sort into strata and a row drawn, 8 an outcome drawn from its law.
  let flops: Int

  /// Choices as great at which p is known well enough: to 1 in √20.
  static let enough = 20

  /// Compares outcomes 0 ..< k.
  ///
  /// - Parameters:
  ///   - outcomes: of all rows, [n].
  ///   - strata: of all rows, [n], each below `count`.
  ///   - isCurrent: of all rows, [n].
  ///   - groupOf: the group of each stratum, [count]; `nil` for none.
  init(
    _ outcomes: [Int], strata: [Int], count: Int, isCurrent: [Bool], groupOf: [Int]? = nil,
    permutations: Int, using random: inout RandomStream
  ) {
    let all = Stratum.strata(outcomes, strata, count, isCurrent)
    let group = groupOf ?? Array(repeating: 0, count: count)
    let groupCount = (group.max() ?? 0) + 1
    let places = all.indices.filter { all[$0].isTelling }
    var used = places.map { all[$0].prepared() }
    var observed = Array(repeating: 0.0, count: groupCount)
    for (s, place) in places.enumerated() { observed[group[place]] += used[s].observedStatistic }
    let total = observed.reduce(0, +)
    let enough = groupOf == nil ? Self.enough : .max
    var (asGreat, drawn) = (0, 0)
    var above = Array(repeating: 0.0, count: groupCount)
    var chosen = observed
    while drawn < permutations && asGreat < enough && !used.isEmpty {
      for g in chosen.indices { chosen[g] = 0 }
      for s in used.indices { chosen[group[places[s]]] += used[s].draw(using: &random) }
      if chosen.reduce(0, +) >= total - 1e-9 * total { asGreat += 1 }
      for g in chosen.indices {
        let margin = 1e-9 * observed[g]
        above[g] +=
          chosen[g] > observed[g] + margin ? 1 : chosen[g] >= observed[g] - margin ? 0.5 : 0
      }
      drawn += 1
    }
    statistic = total
    p =
      if used.isEmpty { 1 } else if asGreat == enough { Double(asGreat) / Double(drawn) } else {
        Double(1 + asGreat) / Double(1 + drawn)
      }
    var isPresent = Array(repeating: false, count: groupCount)
    for s in all.indices where all[s].hasBothSides { isPresent[group[s]] = true }
    groups = above.indices.map { isPresent[$0] ? (0.5 + above[$0]) / Double(1 + drawn) : nil }
    currentRows = isCurrent.count { $0 }
    referenceRows = isCurrent.count - currentRows
    self.drawn = drawn
    flops = 4 * outcomes.count + drawn * used.reduce(0) { $0 + $1.flopsPerDraw }
  }
}
