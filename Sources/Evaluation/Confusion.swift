internal import Core

/// The margins of a confusion matrix and its diagonal: all that Cohen's kappa needs.
struct Confusion: Hashable, Sendable {
  /// How often each class was the label, [k].
  private(set) var labels: [Int]
  /// How often each class was predicted, [k].
  private(set) var predictions: [Int]
  /// Rows predicted right.
  private(set) var agreements = 0

  /// No rows, of `classCount` classes.
  init(classCount: Int) {
    labels = Array(repeating: 0, count: classCount)
    predictions = labels
  }

  /// Counts a cell in.
  mutating func add(_ cell: ConfusionCell) {
    labels[cell.label] += cell.count
    predictions[cell.prediction] += cell.count
    if cell.label == cell.prediction { agreements += cell.count }
  }

  /// Cohen's kappa, (p₀ − p_c) / (1 − p_c) with p₀ the share of agreements and
  /// p_c = Σ_c labels_c · predictions_c / n². `nil` without rows and where p_c = 1.
  var kappa: Double? {
    let n = Double(labels.reduce(0, +))
    guard n > 0 else { return nil }
    let chance = zip(labels, predictions).reduce(0) { $0 + Double($1.0) / n * (Double($1.1) / n) }
    return chanceCorrected(Double(agreements) / n, chance: chance)
  }
}

/// (accuracy − chance) / (1 − chance), the form of every kappa; `nil` where chance = 1.
func chanceCorrected(_ accuracy: Double, chance: Double) -> Double? {
  chance < 1 ? (accuracy - chance) / (1 - chance) : nil
}
