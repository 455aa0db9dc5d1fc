/// A tree of tests on nominal and numeric attributes with a class at each leaf, in one flat array: the
/// children of a node stand side by side, and each is reached in one step.
struct DecisionTree: Sendable {
  /// A test, or a leaf.
  struct Node: Sendable {
    /// The attribute tested, nominal ones first; −1 for a leaf.
    var attribute: Int
    /// Where a numeric attribute is split: lower values go to the first child, others to the second.
    var threshold: Double
    /// The place of the first child; the class of a leaf.
    var next: Int
  }

  /// All nodes; the root is the first.
  let nodes: [Node]
  /// The share of uniform rows in each class, [k].
  let classShares: [Double]
  /// Number of nominal attributes; they come before the numeric ones.
  let nominals: Int

  /// The class of a row, by the values of its attributes: the level of a nominal one, from 0.
  @inline(__always)
  func label(_ value: (_ attribute: Int) -> Float) -> Int {
    var node = nodes[0]
    while node.attribute >= 0 {
      let value = value(node.attribute)
      let branch =
        node.attribute < nominals ? Int(value) : Double(value) < node.threshold ? 0 : 1
      node = nodes[node.next + branch]
    }
    return node.next
  }
}
