internal import Core
internal import Numerics

extension Confusion {
  /// Rows, n.
  var count: Int { labels.reduce(0, +) }

  /// Cohen's kappa, (p₀ − p_c) / (1 − p_c) with p₀ the share of agreements and
  /// p_c = Σ_c labels_c · predictions_c / n². `nil` without rows and where p_c = 1.
  var kappa: Double? {
    let n = Double(count)
    guard n > 0 else { return nil }
    let chance = zip(labels, predictions).reduce(0) { $0 + Double($1.0) / n * (Double($1.1) / n) }
    return chanceCorrected(Double(agreements.reduce(0, +)) / n, chance: chance)
  }

  /// Share of the rows of class `c` predicted right; `nil` where it was never the label.
  func recall(_ c: Int) -> Double? { ratio(agreements[c], labels[c]) }

  /// Share of the predictions of class `c` that were right; `nil` where it was never predicted.
  func precision(_ c: Int) -> Double? { ratio(agreements[c], predictions[c]) }

  /// The harmonic mean of the two, 2 agreements_c / (labels_c + predictions_c); `nil` where class
  /// `c` is neither a label nor predicted.
  func f1(_ c: Int) -> Double? { ratio(2 * agreements[c], labels[c] + predictions[c]) }

  /// Mean recall over the classes that occur as labels.
  var balancedAccuracy: Double? { mean(labels.indices.compactMap(recall)) }

  /// Geometric mean of the recalls of the classes that occur as labels.
  var geometricMean: Double? {
    let recalls = labels.indices.compactMap(recall)
    guard !recalls.isEmpty else { return nil }
    let product = recalls.reduce(0) { $0 + Double.log($1) }
    return Double.exp(product / Double(recalls.count))
  }

  /// Mean precision over the classes that occur; 0 for one that was never predicted.
  var macroPrecision: Double? { mean(occurring.map { precision($0) ?? 0 }) }

  /// Mean F1 over the classes that occur.
  var macroF1: Double? { mean(occurring.map(f1)) }

  /// The classes that are a label or predicted.
  private var occurring: [Int] { labels.indices.filter { labels[$0] + predictions[$0] > 0 } }
}

/// (accuracy − chance) / (1 − chance), the form of every kappa; `nil` where chance = 1.
func chanceCorrected(_ accuracy: Double, chance: Double) -> Double? {
  chance < 1 ? (accuracy - chance) / (1 - chance) : nil
}

/// a / b; `nil` where b = 0.
private func ratio(_ a: Int, _ b: Int) -> Double? { b > 0 ? Double(a) / Double(b) : nil }
