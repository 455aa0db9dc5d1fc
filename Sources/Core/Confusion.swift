/// The margins of a confusion matrix and its diagonal, per class: all that accuracy, precision,
/// recall, F1 and Cohen's kappa need, in 3 k counts in place of k².
public struct Confusion: Hashable, Sendable {
  /// How often each class was the label, [k].
  public private(set) var labels: [Int]
  /// How often each class was predicted, [k].
  public private(set) var predictions: [Int]
  /// How often each class was predicted and the label, [k].
  public private(set) var agreements: [Int]

  /// No rows, of `classCount` classes.
  public init(classCount: Int) {
    labels = Array(repeating: 0, count: classCount)
    predictions = labels
    agreements = labels
  }

  /// Counts a cell in.
  public mutating func add(_ cell: ConfusionCell) {
    labels[cell.label] += cell.count
    predictions[cell.prediction] += cell.count
    if cell.label == cell.prediction { agreements[cell.label] += cell.count }
  }

  /// Counts a row in. Without a prediction it counts as wrong for every class.
  public mutating func add(label: Int, prediction: Int?) {
    labels[label] += 1
    guard let prediction else { return }
    predictions[prediction] += 1
    if label == prediction { agreements[label] += 1 }
  }
}
