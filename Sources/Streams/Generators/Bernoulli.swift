public import Core
public import Numerics

/// Labels that no feature tells: y = 1 with probability p, x₁ ~ U[0, 1) independent of it.
///
/// P(y = 1) = p, Bayes accuracy max(p, 1 − p), density p(x, y) = P(y). As a stream of labels it is the
/// textbook input of a drift detector: errors of a known rate without a model that makes them. The rate is
/// the whole concept, so that two concepts differ by nothing else.
///
/// Source: independent trials of one probability (J. Bernoulli, *Ars conjectandi*, 1713); the definition
/// here is our own. Checked against its closed forms.
public struct Bernoulli: Generator {
  static let rate = Setting.number(
    "rate", in: .closed(0, 1), default: 0.5, "probability that the label is 1")

  /// The generator as scenarios name it.
  public static let entry = Entry<GeneratorFactory>(
    "bernoulli", "labels 1 with a given probability, which no feature tells",
    formula: "P(y = 1) = rate, x1 ~ U[0, 1) independent of y",
    source: "independent trials of one probability (J. Bernoulli 1713); own definition",
    settings: [rate.declaration]
  ) { values, _ in
    let bernoulli = Bernoulli(rate: values[rate])
    return { _ in bernoulli }
  }

  /// Its columns.
  public let schema = Schema(features: ["x1"], classes: ["0", "1"])
  let rate: Double

  init(rate: Double) { self.rate = rate }

  /// The more frequent class is the best prediction for every row.
  public var bayesAccuracy: Double? { max(rate, 1 - rate) }

  /// The rate and what is left.
  public var classShares: [Double]? { [1 - rate, rate] }

  /// Draws rows with their labels and `bayes`; none is flipped.
  public mutating func fill(
    _ batch: inout Batch, rows: Range<Int>, using random: inout RandomStream
  ) {
    let bayes = max(rate, 1 - rate)
    for i in rows {
      batch.features[i, 0] = random.unitFloat()
      batch.labels[i] = random.bernoulli(rate) ? 1 : 0
      batch.cleanLabels[i] = batch.labels[i]
      batch.bayes[i] = bayes
    }
  }

  /// Adds `weight` · P(y).
  public func addJointDensity(
    of features: ArraySlice<Float>, weight: Double, to density: inout [Double]
  ) -> Bool {
    density[0] += weight * (1 - rate)
    density[1] += weight * rate
    return true
  }
}
