internal import Numerics

/// Slices of the input space of about equal size, in which one label prevails where the columns allow it.
///
/// A node is split at the median of the column whose halves differ most in their labels (greatest decrease of the
/// Gini impurity, Breiman et al. 1984; ties: the first column), to a given depth, as long as either side keeps a
/// quarter of the rows and `leastRows`. Learn it on other rows than those that are compared in it: slices
/// chosen on the rows themselves flatter them (Athey & Imbens 2016). O(depth · d · n log n).
struct SliceTree: Sendable {
  private struct Node {
    var column = -1, left = 0, right = 0
    var threshold = 0.0
    var slice = 0
  }

  private var nodes = [Node()]
  /// How many there are.
  private(set) var count = 1

  init(_ rows: Matrix<Double>, labels: [Int], depth: Int, leastRows: Int) {
    let classes = (labels.max() ?? 0) + 1
    var open = [(node: 0, rows: Array(0..<rows.rows), depth: 0)]
    count = 0
    while let (node, members, level) = open.popLast() {
      if level < depth,
        let split = Self.split(members, rows, labels, classes, leastRows: leastRows)
      {
        nodes[node].column = split.column
        nodes[node].threshold = split.threshold
        (nodes[node].left, nodes[node].right) = (nodes.count, nodes.count + 1)
        nodes += [Node(), Node()]
        let below = members.filter { rows[$0, split.column] <= split.threshold }
        let above = members.filter { rows[$0, split.column] > split.threshold }
        open.append((nodes[node].right, above, level + 1))
        open.append((nodes[node].left, below, level + 1))
      } else {
        nodes[node].slice = count
        count += 1
      }
    }
  }

  /// The slice that row i lies in.
  func slice(_ i: Int, of rows: Matrix<Double>) -> Int {
    var node = nodes[0]
    while node.column >= 0 {
      node = nodes[rows[i, node.column] <= node.threshold ? node.left : node.right]
    }
    return node.slice
  }

  private static func split(
    _ members: [Int], _ rows: Matrix<Double>, _ labels: [Int], _ classes: Int, leastRows: Int
  ) -> (column: Int, threshold: Double)? {
    let least = max(leastRows, members.count / 4)
    guard members.count >= 2 * leastRows else { return nil }
    var best: (purity: Double, column: Int, threshold: Double)?
    for j in 0..<rows.columns {
      let values = members.map { rows[$0, j] }.sorted()
      guard let threshold = median(values, least: least) else { continue }
      var (below, above) = (Array(repeating: 0.0, count: classes), [Double]())
      above = below
      for i in members {
        if rows[i, j] <= threshold { below[labels[i]] += 1 } else { above[labels[i]] += 1 }
      }
      let purity = purity(below) + purity(above)
      if purity > best?.purity ?? -1 { best = (purity, j, threshold) }
    }
    return best.map { ($0.column, $0.threshold) }
  }

  /// Σ c² / n: the greater, the purer.
  private static func purity(_ counts: [Double]) -> Double {
    let n = counts.reduce(0, +)
    return n > 0 ? counts.reduce(0) { $0 + $1 * $1 } / n : 0
  }

  /// The value nearest the middle that is followed by a greater one, with so many on either side.
  private static func median(_ sorted: [Double], least: Int) -> Double? {
    let half = sorted.count / 2
    for distance in 0...half {
      for place in [half - 1 - distance, half - 1 + distance]
      where place >= 0 && place + 1 < sorted.count && sorted[place] < sorted[place + 1] {
        let below = place + 1
        if below >= least && sorted.count - below >= least { return sorted[place] }
      }
    }
    return nil
  }
}
