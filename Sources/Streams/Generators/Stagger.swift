public import Core
public import Numerics

/// STAGGER: size, color and shape of an object, each of three values, and a rule on them.
///
/// Function 1: small and red; 2: green or a circle; 3: medium or large. All 27 objects are equally likely;
/// P(y = 1) = 1/9, 5/9, 2/3; functions 1 and 2 disagree on 16/27 of the rows, 2 and 3 on 13/27, 1 and 3 on
/// 7/9. There is no noise: the Bayes accuracy is 1. Features are one-hot, nine in all.
///
/// Source: Schlimmer & Granger, *Incremental learning from noisy data*, Machine Learning 1(3), 1986, §4;
/// values and their order as in MOA's `STAGGERGenerator`. Checked against rows of MOA and by enumeration.
public struct Stagger: Generator {
  static let function = Setting.integer(
    "function", in: .closed(1, 3), default: 1,
    "the rule: small and red; green or a circle; medium or large")

  /// The generator as scenarios name it.
  public static let entry = Entry<GeneratorFactory>(
    "stagger", "two classes by a rule on three nominal features, no noise",
    formula: "1: size = small ∧ color = red; 2: color = green ∨ shape = circle; 3: size ≠ small",
    source: "Schlimmer & Granger 1986, §4; MOA's STAGGERGenerator",
    settings: [function.declaration]
  ) { values, _ in
    let stagger = Stagger(function: values[function])
    return { _ in stagger }
  }

  /// Its columns.
  public let schema = Schema(
    attributes: [
      .nominal("size", ["small", "medium", "large"]), .nominal("color", ["red", "blue", "green"]),
      .nominal("shape", ["circle", "square", "triangle"]),
    ], classes: ["0", "1"])
  let function: Int

  init(function: Int) { self.function = function }

  /// 1: there is no noise.
  public var bayesAccuracy: Double? { 1 }

  /// 1/9, 5/9 or 2/3 of the rows are of class 1.
  public var classShares: [Double]? {
    let positive = [1.0 / 9, 5.0 / 9, 2.0 / 3][function - 1]
    return [1 - positive, positive]
  }

  /// Draws rows with their labels, clean labels and `bayes`.
  public mutating func fill(
    _ batch: inout Batch, rows: Range<Int>, using random: inout RandomStream
  ) {
    for i in rows {
      let object = random.integer(below: 27)
      let (size, color, shape) = (object / 9, object / 3 % 3, object % 3)
      for value in 0..<3 {
        batch.features[i, value] = size == value ? 1 : 0
        batch.features[i, 3 + value] = color == value ? 1 : 0
        batch.features[i, 6 + value] = shape == value ? 1 : 0
      }
      batch.labels[i] = isPositive(size: size, color: color, shape: shape) ? 1 : 0
      batch.cleanLabels[i] = batch.labels[i]
      batch.bayes[i] = 1
    }
  }

  /// Adds `weight` · p(x, y).
  public func addJointDensity(
    of features: ArraySlice<Float>, weight: Double, to density: inout [Double]
  ) -> Bool {
    func value(_ first: Int) -> Int {
      (0..<3).first { features[features.startIndex + first + $0] == 1 } ?? 0
    }
    let isPositive = isPositive(size: value(0), color: value(3), shape: value(6))
    density[isPositive ? 1 : 0] += weight
    return true
  }

  /// The rule on values 0, 1 and 2 of each feature.
  func isPositive(size: Int, color: Int, shape: Int) -> Bool {
    switch function {
    case 1: size == 0 && color == 0
    case 2: color == 2 || shape == 0
    default: size != 0
    }
  }
}
