internal import Numerics

/// Slices of the input space of about equal size, in which one label prevails where the columns allow it.
///
/// A node is split at the median of the column whose halves differ most in their labels (greatest decrease of the
/// Gini impurity, Breiman et al. 1984; ties: the first column), to a given depth, as long as either side keeps a
/// quarter of the rows and `leastRows`. Learn it on other rows than those that are compared in it: slices
/// chosen on the rows themselves flatter them (Athey & Imbens 2016). Columns are sorted once: O(d n (depth + log n)).
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
    let orders = (0..<rows.columns).map { j in
      var places = (0..<rows.rows).map { (value: rows[$0, j], row: $0) }
      places.sort { $0.value < $1.value }
      return places.map(\.row)
    }
    var isBelow = [Bool](repeating: false, count: rows.rows)
    var open = [(node: 0, size: rows.rows, orders: orders, depth: 0)]
    count = 0
    while let (node, size, orders, level) = open.popLast() {
      if level < depth, let split = Self.split(orders, size, rows, labels, classes, leastRows) {
        nodes[node].column = split.column
        nodes[node].threshold = split.threshold
        (nodes[node].left, nodes[node].right) = (nodes.count, nodes.count + 1)
        nodes += [Node(), Node()]
        for (place, i) in orders[split.column].enumerated() { isBelow[i] = place < split.below }
        let halves = orders.map { Self.halves($0, split.below, isBelow) }
        open.append((nodes[node].right, size - split.below, halves.map(\.above), level + 1))
        open.append((nodes[node].left, split.below, halves.map(\.below), level + 1))
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

  /// For each slice, the first of those that lie with it in the same one of the tree of a lesser depth.
  func ancestors(at depth: Int) -> [Int] {
    var result = Array(0..<count)
    func visit(_ i: Int, _ level: Int, _ first: Int?) {
      let node = nodes[i]
      guard node.column >= 0 else { return result[node.slice] = first ?? node.slice }
      var leaf = i
      while nodes[leaf].column >= 0 { leaf = nodes[leaf].left }
      let first = level == depth ? nodes[leaf].slice : first
      visit(node.left, level + 1, first)
      visit(node.right, level + 1, first)
    }
    visit(0, 0, nil)
    return result
  }

  /// The rows of an order that are below, so many, and the others, in order.
  private static func halves(
    _ order: [Int], _ count: Int, _ isBelow: [Bool]
  ) -> (below: [Int], above: [Int]) {
    var (below, above) = ([Int](), [Int]())
    below.reserveCapacity(count)
    above.reserveCapacity(order.count - count)
    for i in order { if isBelow[i] { below.append(i) } else { above.append(i) } }
    return (below, above)
  }

  /// The best split of so many rows, whose order in each column is given.
  private static func split(
    _ orders: [[Int]], _ size: Int, _ rows: Matrix<Double>, _ labels: [Int], _ classes: Int,
    _ leastRows: Int
  ) -> (column: Int, threshold: Double, below: Int)? {
    let least = max(leastRows, size / 4)
    guard size >= 2 * leastRows else { return nil }
    let zeros = Array(repeating: 0.0, count: classes)
    var best: (purity: Double, column: Int, threshold: Double, below: Int)?
    for (j, order) in orders.enumerated() {
      guard let last = median(order, rows, j, least: least) else { continue }
      var (below, above) = (zeros, zeros)
      for i in order[...last] { below[labels[i]] += 1 }
      for i in order[(last + 1)...] { above[labels[i]] += 1 }
      let purity = purity(below) + purity(above)
      if purity > best?.purity ?? -1 { best = (purity, j, rows[order[last], j], last + 1) }
    }
    return best.map { ($0.column, $0.threshold, $0.below) }
  }

  /// Σ c² / n: the greater, the purer.
  private static func purity(_ counts: [Double]) -> Double {
    let n = counts.reduce(0, +)
    return n > 0 ? counts.reduce(0) { $0 + $1 * $1 } / n : 0
  }

  /// The place nearest the middle whose value is followed by a greater one, with so many on either side.
  private static func median(
    _ order: [Int], _ rows: Matrix<Double>, _ j: Int, least: Int
  ) -> Int? {
    let half = order.count / 2
    for distance in 0...half {
      for place in [half - 1 - distance, half - 1 + distance]
      where place >= 0 && place + 1 < order.count
        && rows[order[place], j] < rows[order[place + 1], j]
      {
        let below = place + 1
        if below >= least && order.count - below >= least { return place }
      }
    }
    return nil
  }
}
