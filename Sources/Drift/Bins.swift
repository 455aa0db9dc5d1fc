internal import Core

/// Bins of the real line: bin i holds the x with edge(i − 1) < x ≤ edge(i), the outer ones are
/// unbounded.
struct Bins {
  static let count = Setting.integer(
    "bins", in: .closed(2, 1e4), default: 10,
    "bins of a continuous column; one of at most so many values is nominal, with a bin for each"
  )

  /// The inner edges, ascending.
  let edges: [Double]

  /// A bin for each value where the samples have at most `count` different ones; else at most `count`
  /// bins with about equally many values of `cut` each. Then a value that fills more than a bin's share
  /// has a bin of its own, which makes the bins a few more.
  ///
  /// - Parameter cut: the sample whose quantiles the edges are.
  init(_ reference: [Double], _ current: [Double], count: Int, quantilesOf cut: [Double]) {
    let values = Self.different(reference + current, most: count)
    edges = values.map { Array($0.dropLast()) } ?? Self.quantiles(of: cut.sorted(), count)
  }

  /// The different values, ascending; `nil` if there are more than `most`.
  private static func different(_ sample: [Double], most: Int) -> [Double]? {
    var result: [Double] = []
    for value in sample.sorted() where value != result.last {
      if result.count == most { return nil }
      result.append(value)
    }
    return result
  }

  /// The k/B quantiles, the least values with at least k n/B values at or below, k = 1 … B − 1, and
  /// edges around each value that more than n/B share.
  private static func quantiles(of sorted: [Double], _ count: Int) -> [Double] {
    let n = sorted.count
    let bins = min(count, n)
    var edges = (1..<max(bins, 1)).map { sorted[($0 * n + bins - 1) / bins - 1] }
    var first = 0
    for i in 1...n where i == n || sorted[i] != sorted[first] {
      if (i - first) * bins > n { edges += [sorted[first].nextDown, sorted[first]] }
      first = i
    }
    return different(edges, most: .max) ?? []
  }

  /// The bin of a value. O(log bins).
  func index(of value: Double) -> Int {
    var (low, high) = (0, edges.count)
    while low < high {
      let middle = (low + high) / 2
      if edges[middle] < value { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// How many values of two samples are in each bin, without the bins that are empty in both.
  func counts(_ reference: [Double], _ current: [Double]) -> [(reference: Int, current: Int)] {
    var counts = [(reference: Int, current: Int)](
      repeating: (0, 0), count: edges.count + 1)
    for value in reference { counts[index(of: value)].reference += 1 }
    for value in current { counts[index(of: value)].current += 1 }
    return counts.filter { $0.reference + $0.current > 0 }
  }
}
