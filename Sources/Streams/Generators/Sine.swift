public import Core
public import Numerics

/// Sine: x₁, x₂ ~ U[0, 1); the class tells on which side of a curve the point lies. No noise.
///
/// Functions 1 and 2: x₂ < sin x₁; 3 and 4: x₂ < ½ + 0.3 sin(3πx₁). Functions 1 and 3 give class 0 below
/// the curve (class 0 is the "positive" one of the paper) and 1 on it or above, 2 and 4 the reverse.
/// P(below) is 1 − cos 1 = .4597 for 1 and 2, ½ + 0.2 / π = .5637 for 3 and 4; a function and its
/// reverse disagree on all rows. Bayes accuracy 1. The `irrelevant` features, x₃, x₄, …, are U[0, 1).
/// Rows are drawn in single precision, and the label follows from the row as drawn.
///
/// Source: Gama, Medas, Castillo & Rodrigues, *Learning with drift detection*, SBIA 2004 (SINE1, SINE2,
/// SINIRREL1, SINIRREL2); numbering and classes as in MOA's `SineGenerator`. Checked against MOA's
/// rows.
public struct Sine: Generator {
  static let function = Setting.integer(
    "function", in: .closed(1, 4), default: 1,
    "the border: sin x; the same, classes reversed; 0.5 + 0.3 sin(3πx); the same, reversed")
  static let irrelevant = Setting.integer(
    "irrelevant", in: .closed(0, 10_000), default: 2, "number of features that tell nothing")

  /// The generator as scenarios name it.
  public static let entry = Entry<GeneratorFactory>(
    "sine", "two classes on either side of a sine curve, no noise",
    formula: "1: y = 0 iff x2 < sin x1; 3: y = 0 iff x2 < 0.5 + 0.3 sin(3π x1); 2, 4: reversed",
    source: "Gama et al. 2004; MOA's SineGenerator",
    settings: [function.declaration, irrelevant.declaration]
  ) { values, _ in
    let sine = Sine(function: values[function], irrelevant: values[irrelevant])
    return { _ in sine }
  }

  /// Its columns.
  public let schema: Schema
  private let curve: UnitCurve
  /// The class below the curve.
  private let below: Int
  private let irrelevant: Int

  init(function: Int, irrelevant: Int) {
    schema = Schema(features: (1..<3 + irrelevant).map { "x\($0)" }, classes: ["0", "1"])
    curve = function <= 2 ? .sine : .wave
    below = function % 2 == 1 ? 0 : 1
    self.irrelevant = irrelevant
  }

  /// 1: there is no noise.
  public var bayesAccuracy: Double? { 1 }

  /// The areas on either side of the curve.
  public var classShares: [Double]? {
    below == 0 ? [curve.area, 1 - curve.area] : [1 - curve.area, curve.area]
  }

  /// Draws rows with their labels, clean labels and `bayes`.
  public mutating func fill(
    _ batch: inout Batch, rows: Range<Int>, using random: inout RandomStream
  ) {
    for i in rows {
      let (x, y) = random.unitFloatPair()
      batch.features[i, 0] = x
      batch.features[i, 1] = y
      for j in stride(from: 2, to: 2 + irrelevant, by: 2) {
        let (u, v) = random.unitFloatPair()
        batch.features[i, j] = u
        if j < 1 + irrelevant { batch.features[i, j + 1] = v }
      }
      batch.labels[i] = Float(label(Double(x), Double(y)))
      batch.cleanLabels[i] = batch.labels[i]
      batch.bayes[i] = 1
    }
  }

  /// Adds `weight` · p(x, y).
  public func addJointDensity(
    of features: ArraySlice<Float>, weight: Double, to density: inout [Double]
  ) -> Bool {
    let x = features.startIndex
    density[label(Double(features[x]), Double(features[x + 1]))] += weight
    return true
  }

  /// The class of a point.
  @inline(__always)
  func label(_ x: Double, _ y: Double) -> Int { y < curve.height(at: x) ? below : 1 - below }
}
