internal import Numerics

/// The rows of a stratum, some of them current, and what random choices of as many of them give.
struct Stratum {
  /// Outcomes of the rows, in the order of the last choice.
  private var outcomes: [Int] = []
  private var current = 0
  /// Rows of each outcome, of all and of the current ones, [k].
  private var counts: [Int], observed: [Int]
  /// 1 / e_j + 1 / (c_j − e_j), [k].
  private var weights: [Double] = []
  /// Outcomes of the last choice, [k].
  private var chosen: [Int]
  /// What a choice gives where there are two outcomes.
  private var law: PairLaw?

  /// All of them, of rows with outcomes 0 ..< k.
  static func strata(
    _ outcomes: [Int], _ strata: [Int], _ count: Int, _ isCurrent: [Bool]
  ) -> [Stratum] {
    let zeros = Array(repeating: 0, count: (outcomes.max() ?? 0) + 1)
    var result = Array(
      repeating: Stratum(counts: zeros, observed: zeros, chosen: zeros), count: count)
    for (i, s) in strata.enumerated() {
      result[s].outcomes.append(outcomes[i])
      result[s].counts[outcomes[i]] += 1
      if isCurrent[i] {
        result[s].current += 1
        result[s].observed[outcomes[i]] += 1
      }
    }
    return result
  }

  /// Whether some rows are current and some are not.
  var hasBothSides: Bool { current > 0 && current < outcomes.count }
  /// Whether it can tell anything: rows on both sides, and two outcomes.
  var isTelling: Bool { hasBothSides && counts.count { $0 > 0 } > 1 }

  /// Ready to be drawn from; it must be telling.
  func prepared() -> Stratum {
    var result = self
    let (n, m) = (Double(outcomes.count), Double(current))
    result.weights = counts.map { c in
      guard c > 0 else { return 0 }
      let expected = m * Double(c) / n
      return 1 / expected + 1 / (Double(c) - expected)
    }
    let present = counts.indices.filter { counts[$0] > 0 }
    if present.count == 2 {
      var counts = chosen
      result.law = PairLaw(rows: outcomes.count, drawn: current, marked: self.counts[present[0]]) {
        counts[present[0]] = $0
        counts[present[1]] = current - $0
        return result.chiSquare(counts)
      }
    }
    return result
  }

  /// χ² of the current rows.
  var observedStatistic: Double { chiSquare(observed) }

  /// χ² of a random choice of as many rows.
  mutating func draw(using random: inout RandomStream) -> Double {
    if let law { return law.draw(using: &random) }
    for j in chosen.indices { chosen[j] = 0 }
    let n = outcomes.count
    for i in 0..<current {
      let place = i + random.integer(below: n - i)
      outcomes.swapAt(i, place)
      chosen[outcomes[i]] += 1
    }
    return chiSquare(chosen)
  }

  /// What a choice takes.
  var flopsPerDraw: Int { law == nil ? 4 * current : 8 }

  private func chiSquare(_ current: [Int]) -> Double {
    let share = Double(self.current) / Double(outcomes.count)
    var sum = 0.0
    for j in current.indices where counts[j] > 0 {
      let difference = Double(current[j]) - share * Double(counts[j])
      sum += difference * difference * weights[j]
    }
    return sum
  }
}

/// A function of how many of m rows, drawn from N without replacement, are among c marked ones: hypergeometric,
///
///     P(o + 1) / P(o) = (c − o)(m − o) / ((o + 1)(N − c − m + o + 1))
///
/// from the most probable o on, either way. Drawn by inversion, O(ln m).
struct PairLaw {
  /// P(at most this o), increasing to 1.
  private let sums: [Double]
  private let values: [Double]

  /// - Parameter value: of o.
  init(rows n: Int, drawn m: Int, marked c: Int, _ value: (Int) -> Double) {
    let (least, most) = (max(0, m + c - n), min(m, c))
    func ratio(_ o: Int) -> Double {
      Double(c - o) * Double(m - o) / (Double(o + 1) * Double(n - c - m + o + 1))
    }
    var p = [Double](repeating: 0, count: most - least + 1)
    let middle = min(most, max(least, m * c / n))
    p[middle - least] = 1
    for o in middle..<most { p[o + 1 - least] = p[o - least] * ratio(o) }
    for o in stride(from: middle - 1, through: least, by: -1) {
      p[o - least] = p[o + 1 - least] / ratio(o)
    }
    let total = p.reduce(0, +)
    var sum = 0.0
    var sums = p.map { p in
      sum += p
      return sum / total
    }
    sums[most - least] = 1
    self.sums = sums
    values = (least...most).map(value)
  }

  /// The value of a random draw.
  func draw(using random: inout RandomStream) -> Double {
    let u = random.uniform()
    var (low, high) = (0, sums.count - 1)
    while low < high {
      let middle = (low + high) / 2
      if sums[middle] > u { high = middle } else { low = middle + 1 }
    }
    return values[low]
  }
}
