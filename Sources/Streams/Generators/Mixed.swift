public import Core
public import Numerics

/// Mixed: two coins v and w and a point (x, y) in the unit square; the class is a vote of three.
///
/// v and w are 0 or 1, each with probability ½, x, y ~ U[0, 1), and z = y < ½ + 0.3 sin(3πx). Function 1
/// gives class 0 (the "positive" one of the paper) where at least two of v = 1, w = 1 and z hold and 1
/// elsewhere; function 2 the reverse: they disagree on all rows. P(at least two) = ¼ + ½ (½ + 0.2 / π) =
/// .5318. No noise: Bayes accuracy 1. Rows are drawn in single precision, and the label follows from the row as
/// drawn.
///
/// Source: Gama, Medas, Castillo & Rodrigues, *Learning with drift detection*, SBIA 2004 (MIXED);
/// classes as in MOA's `MixedGenerator`. Checked against rows of MOA.
public struct Mixed: Generator {
  static let function = Setting.integer(
    "function", in: .closed(1, 2), default: 1, "the vote, or the vote with classes reversed")

  /// The generator as scenarios name it.
  public static let entry = Entry<GeneratorFactory>(
    "mixed", "two classes by a vote of two coins and the side of a sine curve, no noise",
    formula: "1: y = 0 iff two or more of v, w, y < 0.5 + 0.3 sin(3πx); 2: reversed",
    source: "Gama et al. 2004; MOA's MixedGenerator", settings: [function.declaration]
  ) { values, _ in
    let mixed = Mixed(function: values[function])
    return { _ in mixed }
  }

  private static let curve = UnitCurve.wave

  /// Its columns.
  public let schema = Schema(features: ["v", "w", "x", "y"], classes: ["0", "1"])
  /// The class of at least two.
  private let majority: Int

  init(function: Int) { majority = function - 1 }

  /// 1: there is no noise.
  public var bayesAccuracy: Double? { 1 }

  /// Both coins in a quarter of the rows, one of them in half.
  public var classShares: [Double]? {
    let share = 0.25 + 0.5 * Self.curve.area
    return majority == 0 ? [share, 1 - share] : [1 - share, share]
  }

  /// Draws rows with their labels, clean labels and `bayes`.
  public mutating func fill(
    _ batch: inout Batch, rows: Range<Int>, using random: inout RandomStream
  ) {
    for i in rows {
      let (v, w) = random.unitFloatPair()
      let (x, y) = random.unitFloatPair()
      let (first, second) = (v < 0.5, w < 0.5)
      batch.features[i, 0] = first ? 1 : 0
      batch.features[i, 1] = second ? 1 : 0
      batch.features[i, 2] = x
      batch.features[i, 3] = y
      batch.labels[i] = Float(label(first, second, Double(x), Double(y)))
      batch.cleanLabels[i] = batch.labels[i]
      batch.bayes[i] = 1
    }
  }

  /// Adds `weight` · p(x, y).
  public func addJointDensity(
    of features: ArraySlice<Float>, weight: Double, to density: inout [Double]
  ) -> Bool {
    let v = features.startIndex
    let label = label(
      features[v] == 1, features[v + 1] == 1, Double(features[v + 2]), Double(features[v + 3]))
    density[label] += weight
    return true
  }

  /// The class of two coins and a point.
  @inline(__always)
  func label(_ v: Bool, _ w: Bool, _ x: Double, _ y: Double) -> Int {
    // Two coins that agree have decided.
    let isMajority = v == w ? v : y < Self.curve.height(at: x)
    return isMajority ? majority : 1 - majority
  }
}
