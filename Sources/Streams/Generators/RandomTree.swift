public import Core
public import Numerics

/// Random tree: uniform nominal and numeric attributes; the class is that of a leaf of a random tree.
///
/// The tree is grown as ``DecisionTree/init(_:using:)`` tells, from `root.child("random-tree", draw)`:
/// another draw is another concept. There is no noise: the Bayes accuracy is 1. The shares of the
/// classes are the sums of the volumes of their leaves; all leaves never have the same class, but of
/// more than two classes some may have none. Nominal attributes are one-hot. O(d + depth) a row. Rows
/// are drawn in single precision, and the label follows from the row as drawn.
///
/// Source: Domingos & Hulten, *Mining high-speed data streams*, KDD 2000; MOA's `RandomTreeGenerator`,
/// with its defaults. Unlike MOA's, leaves of a single class are drawn again, a node is a leaf where all
/// nominal attributes have been tested and there are no numeric ones (MOA stops with an error), and the
/// level of a nominal attribute takes 32 random bits: its probability is 1 / levels to within 2⁻³².
public struct RandomTree: Generator {
  static let classes = Setting.integer(
    "classes", in: .closed(2, 1000), default: 2, "number of classes, k")
  static let nominals = Setting.integer(
    "nominals", in: .closed(0, 1000), default: 5, "number of nominal attributes")
  static let levels = Setting.integer(
    "levels", in: .closed(2, 100), default: 5, "levels of each nominal attribute")
  static let numerics = Setting.integer(
    "numerics", in: .closed(0, 1000), default: 5, "number of numeric attributes, in [0, 1)")
  static let depth = Setting.integer(
    "depth", in: .closed(1, 20), default: 5, "tests on the longest path of the tree")
  static let firstLeaf = Setting.integer(
    "first-leaf", in: .closed(1, 20), default: 3, "tests before the first leaf")
  static let leafFraction = Setting.number(
    "leaf-fraction", in: .closed(0, 1), default: 0.15,
    "share of the nodes at first-leaf and below that are leaves")
  static let draw = Setting.integer(
    "draw", default: 1, "which draw of the tree; another number is another concept")

  /// The generator as scenarios name it.
  public static let entry = Entry<GeneratorFactory>(
    "random-tree", "classes at the leaves of a random tree of nominal and numeric tests, no noise",
    formula: "attributes uniform; a node tests a random one; y = class of the leaf, uniform",
    source: "Domingos & Hulten 2000; MOA's RandomTreeGenerator",
    settings: [
      classes.declaration, nominals.declaration, levels.declaration, numerics.declaration,
      depth.declaration, firstLeaf.declaration, leafFraction.declaration, draw.declaration,
    ]
  ) { values, _ in
    guard values[nominals] + values[numerics] > 0 else {
      throw SettingError("numerics", "0, and nominals is 0 too; allowed: at least one attribute")
    }
    let features = values[nominals] * values[levels] + values[numerics]
    guard features <= mostFeatures else {
      throw SettingError(
        "levels", "nominals × levels + numerics is \(features), more than \(mostFeatures)")
    }
    return { root in try RandomTree(values, root: root) }
  }

  private static let mostFeatures = 10_000

  /// Its columns: nominal attributes first.
  public let schema: Schema
  let tree: DecisionTree
  private let levels: Int
  /// Attributes of the row that is being drawn.
  private var values: [Float]

  init(_ values: SettingValues, root: RandomStream) throws(SettingError) {
    var shape = DecisionTree.Shape()
    shape.classes = values[Self.classes]
    (shape.nominals, shape.levels) = (values[Self.nominals], values[Self.levels])
    (shape.numerics, shape.depth) = (values[Self.numerics], values[Self.depth])
    (shape.firstLeaf, shape.leafFraction) = (values[Self.firstLeaf], values[Self.leafFraction])
    var draws = root.child("random-tree", values[Self.draw])
    tree = try DecisionTree(shape, using: &draws)
    levels = shape.levels
    let names = (0..<shape.levels).map { "\($0)" }
    let nominals = (0..<shape.nominals).map { Attribute.nominal("nominal\($0 + 1)", names) }
    let numerics = (0..<shape.numerics).map { Attribute.number("numeric\($0 + 1)") }
    schema = Schema(
      attributes: nominals + numerics, classes: (0..<shape.classes).map { "\($0)" })
    self.values = Array(repeating: 0, count: schema.attributes.count)
  }

  /// 1: there is no noise.
  public var bayesAccuracy: Double? { 1 }
  /// The volumes of the classes' leaves.
  public var classShares: [Double]? { tree.classShares }

  /// Draws rows with their labels, clean labels and `bayes`.
  public mutating func fill(
    _ batch: inout Batch, rows: Range<Int>, using random: inout RandomStream
  ) {
    let (nominals, levels) = (tree.nominals, levels)
    let numericColumns = nominals * (levels - 1)
    for i in rows {
      for a in 0..<nominals {
        let level = Int(((random.next() >> 32) &* UInt64(levels)) >> 32)
        values[a] = Float(level)
        for j in 0..<levels { batch.features[i, a * levels + j] = j == level ? 1 : 0 }
      }
      for a in nominals..<values.count {
        values[a] = random.unitFloat()
        batch.features[i, numericColumns + a] = values[a]
      }
      batch.labels[i] = Float(tree.label { values[$0] })
      batch.cleanLabels[i] = batch.labels[i]
      batch.bayes[i] = 1
    }
  }

  /// Adds `weight` · p(x, y).
  public func addJointDensity(
    of features: ArraySlice<Float>, weight: Double, to density: inout [Double]
  ) -> Bool {
    density[label(features)] += weight
    return true
  }

  /// The class of a row.
  func label(_ features: ArraySlice<Float>) -> Int {
    let (first, nominals, levels) = (features.startIndex, tree.nominals, levels)
    return tree.label { attribute in
      guard attribute < nominals else {
        return features[first + nominals * (levels - 1) + attribute]
      }
      let block = first + attribute * levels
      return Float((0..<levels).first { features[block + $0] == 1 } ?? 0)
    }
  }
}
