internal import Core
internal import Numerics

extension DecisionTree {
  /// What a random tree is grown by.
  struct Shape: Sendable {
    /// Number of classes, k.
    var classes = 2
    /// Number of nominal attributes, and of levels of each.
    var nominals = 5
    var levels = 5
    /// Number of numeric attributes, in [0, 1).
    var numerics = 5
    /// Tests on the longest path.
    var depth = 5
    /// Tests before the first leaf; from there on a node is a leaf with probability `leafFraction`.
    var firstLeaf = 3
    var leafFraction = 0.15
  }

  /// Most nodes of a tree.
  static let mostNodes = 1_000_000

  /// A random tree, depth first: a node tests an attribute drawn from the numeric ones and those nominal
  /// ones that have not been tested above it; a numeric one is split at a place uniform in the interval
  /// that is left of it there. Classes of leaves are uniform; all of them are drawn again until two
  /// differ.
  ///
  /// Throws ``SettingError`` at `depth` for a tree of more than ``mostNodes``.
  init(_ shape: Shape, using random: inout RandomStream) throws(SettingError) {
    var growth = Growth(shape: shape)
    try growth.grow(0, Cell(shape), using: &random)
    while growth.leaves.allSatisfy({ growth.label(of: $0) == growth.label(of: growth.leaves[0]) }) {
      for leaf in growth.leaves { growth.draw(leaf, using: &random) }
    }
    var shares = Array(repeating: 0.0, count: shape.classes)
    for leaf in growth.leaves { shares[growth.label(of: leaf)] += leaf.share }
    (nodes, classShares, nominals) = (growth.nodes, shares, shape.nominals)
  }

  /// The part of the input space that reaches a node.
  private struct Cell {
    var depth = 0
    /// Its share of uniform rows.
    var share = 1.0
    /// Nominal attributes that have not been tested.
    var nominals: [Int]
    /// What is left of each numeric attribute.
    var lower: [Double]
    var upper: [Double]

    init(_ shape: Shape) {
      nominals = Array(0..<shape.nominals)
      lower = Array(repeating: 0, count: shape.numerics)
      upper = Array(repeating: 1, count: shape.numerics)
    }
  }

  private struct Leaf {
    let node: Int
    let share: Double
  }

  /// A tree under construction.
  private struct Growth {
    let shape: Shape
    var nodes = [Node(attribute: -1, threshold: 0, next: 0)]
    var leaves: [Leaf] = []

    init(shape: Shape) { self.shape = shape }

    func label(of leaf: Leaf) -> Int { nodes[leaf.node].next }

    mutating func draw(_ leaf: Leaf, using random: inout RandomStream) {
      nodes[leaf.node].next = random.integer(below: shape.classes)
    }

    mutating func grow(
      _ node: Int, _ cell: Cell, using random: inout RandomStream
    ) throws(SettingError) {
      let choices = cell.nominals.count + shape.numerics
      if cell.depth >= shape.depth || choices == 0
        || cell.depth >= shape.firstLeaf && random.bernoulli(shape.leafFraction)
      {
        leaves.append(Leaf(node: node, share: cell.share))
        draw(leaves[leaves.count - 1], using: &random)
        return
      }
      let choice = random.integer(below: choices)
      if choice < cell.nominals.count {
        try split(node, cell, nominal: choice, using: &random)
      } else {
        try split(node, cell, numeric: choice - cell.nominals.count, using: &random)
      }
    }

    private mutating func split(
      _ node: Int, _ cell: Cell, nominal choice: Int, using random: inout RandomStream
    ) throws(SettingError) {
      let first = try addChildren(shape.levels)
      nodes[node] = Node(attribute: cell.nominals[choice], threshold: 0, next: first)
      var part = cell
      part.depth += 1
      part.share /= Double(shape.levels)
      part.nominals.remove(at: choice)
      for level in 0..<shape.levels { try grow(first + level, part, using: &random) }
    }

    private mutating func split(
      _ node: Int, _ cell: Cell, numeric j: Int, using random: inout RandomStream
    ) throws(SettingError) {
      let first = try addChildren(2)
      let share = random.uniform()
      let threshold = cell.lower[j] + share * (cell.upper[j] - cell.lower[j])
      nodes[node] = Node(attribute: shape.nominals + j, threshold: threshold, next: first)
      var (below, above) = (cell, cell)
      (below.depth, above.depth) = (cell.depth + 1, cell.depth + 1)
      (below.share, above.share) = (cell.share * share, cell.share * (1 - share))
      (below.upper[j], above.lower[j]) = (threshold, threshold)
      try grow(first, below, using: &random)
      try grow(first + 1, above, using: &random)
    }

    private mutating func addChildren(_ count: Int) throws(SettingError) -> Int {
      guard nodes.count + count <= mostNodes else {
        throw SettingError(
          "depth", "the tree has more than \(mostNodes) nodes; allowed: a lower one")
      }
      nodes += repeatElement(Node(attribute: -1, threshold: 0, next: 0), count: count)
      return nodes.count - count
    }
  }
}
