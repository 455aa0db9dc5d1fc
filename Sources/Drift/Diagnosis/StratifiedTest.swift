internal import Numerics

/// Whether outcomes occur as often now as in the reference within strata, by permutation.
///
/// For stratum s with N rows, m of them current, of which outcome j has c_j in all and o_j now,
///
///     χ²_s = Σ_j (o_j − e_j)² (1 / e_j + 1 / (c_j − e_j)),  e_j = m c_j / N
///
/// (Pearson 1900), and the statistic is Σ_s χ²_s: unlike Cochran–Mantel–Haenszel's it also sees changes that go
/// one way in some strata and the other way elsewhere. p is that of B random choices of the m current rows
/// within each stratum, (1 + #{as great}) / (1 + B), exact at any size (Phipson & Smyth 2010), where rows are
/// exchangeable within strata. O(B Σ m).
struct StratifiedTest {
  /// Σ χ²_s.
  let statistic: Double
  /// p of all strata together.
  let p: Double
  /// mid-p of each group of strata by itself, for groups with rows on both sides; else `nil`.
  let groups: [Double?]
  /// Rows of the reference, and now.
  let referenceRows: Int, currentRows: Int

  /// A stratum's rows: their outcomes, and how many of them are current.
  private struct Stratum {
    var outcomes: [Int] = []
    var current = 0
    var counts: [Int] = []
    /// Outcomes of the current rows, counted.
    var observed: [Int] = []
    var weights: [Double] = []
  }

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
    let k = (outcomes.max() ?? 0) + 1
    let pooled = Self.strata(outcomes, strata, count, isCurrent, k)
    let groupOf = groupOf ?? Array(repeating: 0, count: count)
    let groupCount = (groupOf.max() ?? 0) + 1
    let used = pooled.indices.filter { Self.isTelling(pooled[$0]) }
    var observed = Array(repeating: 0.0, count: groupCount)
    for s in used { observed[groupOf[s]] += Self.chiSquare(pooled[s].observed, pooled[s]) }
    let total = observed.reduce(0, +)
    var asGreat = 0
    var above = Array(repeating: 0.0, count: groupCount)
    var (work, drawn, counts) = (pooled.map(\.outcomes), observed, Array(repeating: 0, count: k))
    for _ in 0..<(used.isEmpty ? 0 : permutations) {
      for g in drawn.indices { drawn[g] = 0 }
      for s in used {
        Self.draw(pooled[s].current, of: &work[s], into: &counts, using: &random)
        drawn[groupOf[s]] += Self.chiSquare(counts, pooled[s])
      }
      if drawn.reduce(0, +) >= total - 1e-9 * total { asGreat += 1 }
      for g in drawn.indices {
        let margin = 1e-9 * observed[g]
        above[g] += drawn[g] > observed[g] + margin ? 1 : drawn[g] >= observed[g] - margin ? 0.5 : 0
      }
    }
    statistic = total
    p = used.isEmpty ? 1 : Double(1 + asGreat) / Double(1 + permutations)
    var isPresent = Array(repeating: false, count: groupCount)
    for s in pooled.indices
    where pooled[s].current > 0 && pooled[s].current < pooled[s].outcomes.count {
      isPresent[groupOf[s]] = true
    }
    groups = above.indices.map {
      isPresent[$0] ? (0.5 + above[$0]) / Double(1 + permutations) : nil
    }
    currentRows = isCurrent.count { $0 }
    referenceRows = isCurrent.count - currentRows
  }

  private static func strata(
    _ outcomes: [Int], _ strata: [Int], _ count: Int, _ isCurrent: [Bool], _ k: Int
  ) -> [Stratum] {
    let zeros = Array(repeating: 0, count: k)
    var result = Array(repeating: Stratum(counts: zeros, observed: zeros), count: count)
    for (i, s) in strata.enumerated() {
      result[s].outcomes.append(outcomes[i])
      result[s].counts[outcomes[i]] += 1
      if isCurrent[i] {
        result[s].current += 1
        result[s].observed[outcomes[i]] += 1
      }
    }
    for s in result.indices {
      let (n, m) = (Double(result[s].outcomes.count), Double(result[s].current))
      result[s].weights = result[s].counts.map { c in
        guard c > 0, m > 0, m < n else { return 0 }
        let expected = m * Double(c) / n
        return 1 / expected + 1 / (Double(c) - expected)
      }
    }
    return result
  }

  /// Whether it can tell anything: rows on both sides, and two outcomes.
  private static func isTelling(_ stratum: Stratum) -> Bool {
    stratum.current > 0 && stratum.current < stratum.outcomes.count
      && stratum.counts.count { $0 > 0 } > 1
  }

  private static func chiSquare(_ current: [Int], _ stratum: Stratum) -> Double {
    let share = Double(stratum.current) / Double(stratum.outcomes.count)
    var sum = 0.0
    for j in current.indices where stratum.counts[j] > 0 {
      let difference = Double(current[j]) - share * Double(stratum.counts[j])
      sum += difference * difference * stratum.weights[j]
    }
    return sum
  }

  /// Counts the outcomes of m rows drawn without replacement.
  private static func draw(
    _ m: Int, of outcomes: inout [Int], into counts: inout [Int], using random: inout RandomStream
  ) {
    for j in counts.indices { counts[j] = 0 }
    let n = outcomes.count
    for i in 0..<m {
      let place = i + random.integer(below: n - i)
      let drawn = outcomes[place]
      outcomes[place] = outcomes[i]
      outcomes[i] = drawn
      counts[drawn] += 1
    }
  }
}
