public import Core
public import Numerics

/// SEA: x₁, x₂, x₃ ~ U[0, 10); y = 1 iff x₁ + x₂ > θ; x₃ is irrelevant.
///
/// θ = 8, 9, 7, 9.5 for functions 1–4. A share `noise` of the labels is flipped. Clean prior
/// P(y = 1) = 1 − θ²/200; two functions disagree on |θ₁² − θ₂²| / 200 of the rows; Bayes accuracy
/// 1 − noise. Rows are drawn in single precision, and the label follows from the row as drawn.
///
/// Source: Street & Kim, *A streaming ensemble algorithm (SEA) for large-scale classification*, KDD
/// 2001, §4; thresholds and the strict inequality as in MOA's `SEAGenerator`. Unlike MOA, the noise
/// is any share, not a whole per cent. Checked against rows of MOA.
public struct Sea: Generator {
  static let function = Setting.integer(
    "function", in: .closed(1, 4), default: 1, "threshold on x1 + x2: 8, 9, 7 or 9.5")
  static let noise = Setting.number(
    "noise", in: .closed(0, 0.5), default: 0.1, "share of the labels that are flipped")

  /// The generator as scenarios name it.
  public static let entry = Entry<GeneratorFactory>(
    "sea", "two classes by a threshold on the sum of two of three uniform features",
    formula: "y = 1 iff x1 + x2 > θ, x ~ U[0, 10)³, θ = 8, 9, 7, 9.5 (functions 1–4)",
    source: "Street & Kim 2001, §4; MOA's SEAGenerator",
    settings: [function.declaration, noise.declaration]
  ) { values, _ in
    let sea = Sea(function: values[function], noise: values[noise])
    return { _ in sea }
  }

  static let thresholds = [8, 9, 7, 9.5]

  /// Its columns.
  public let schema = Schema(features: ["x1", "x2", "x3"], classes: ["0", "1"])
  let threshold: Double
  let noise: Double

  init(function: Int, noise: Double) {
    self.init(threshold: Self.thresholds[function - 1], noise: noise)
  }

  private init(threshold: Double, noise: Double) {
    (self.threshold, self.noise) = (threshold, noise)
  }

  /// A threshold, and a noise, between the two.
  public func interpolated(to other: any Generator, share: Double) -> (any Generator)? {
    guard let other = other as? Sea else { return nil }
    return Sea(
      threshold: threshold + share * (other.threshold - threshold),
      noise: noise + share * (other.noise - noise))
  }

  /// Accuracy of the best classifier on emitted labels.
  public var bayesAccuracy: Double? { 1 - noise }

  /// 1 − θ²/200 of the clean labels are positive.
  public var classShares: [Double]? {
    let clean = 1 - threshold * threshold / 200
    let positive = clean * (1 - noise) + (1 - clean) * noise
    return [1 - positive, positive]
  }

  /// Draws rows with their labels, clean labels and `bayes`.
  public mutating func fill(
    _ batch: inout Batch, rows: Range<Int>, using random: inout RandomStream
  ) {
    let bayes = 1 - noise
    for i in rows {
      let (x1, x2) = (10 * random.unitFloat(), 10 * random.unitFloat())
      batch.features[i, 0] = x1
      batch.features[i, 1] = x2
      batch.features[i, 2] = 10 * random.unitFloat()
      let flip = random.bernoulli(noise)
      let clean = isPositive(Double(x1), Double(x2))
      batch.labels[i] = clean != flip ? 1 : 0
      batch.cleanLabels[i] = clean ? 1 : 0
      batch.bayes[i] = bayes
    }
  }

  /// Adds `weight` · p(x, y) of emitted labels.
  public func addJointDensity(
    of features: ArraySlice<Float>, weight: Double, to density: inout [Double]
  ) -> Bool {
    let x = features.startIndex
    let clean = isPositive(Double(features[x]), Double(features[x + 1])) ? 1 : 0
    density[clean] += weight * (1 - noise)
    density[1 - clean] += weight * noise
    return true
  }

  /// The label before noise.
  @inline(__always)
  func isPositive(_ x1: Double, _ x2: Double) -> Bool { x1 + x2 > threshold }
}
