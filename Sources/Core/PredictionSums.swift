internal import Numerics

/// What the predictions for all served rows add up to, beyond the counts of each step: a fixed
/// amount of memory, whatever the length of the run (see ``BinaryScores``).
public struct PredictionSums: Hashable, Sendable {
  /// Σ over rows of Σ_c (p_c − [c is the label])².
  public private(set) var brier = 0.0
  /// Confidence against correctness.
  public private(set) var calibration = CalibrationBins()
  /// The probabilities of the second of two classes; empty for other numbers of classes.
  public private(set) var scores = BinaryScores()
  /// The errors of a regression.
  public private(set) var regression = RegressionSums()
  /// What the control no-change would have predicted.
  public private(set) var noChange: Confusion
  /// What the control majority would have predicted.
  public private(set) var majority: Confusion

  /// No rows, of `classCount` classes; 0 for regression.
  public init(classCount: Int) {
    noChange = Confusion(classCount: classCount)
    majority = Confusion(classCount: classCount)
  }

  /// Adds the class probabilities of a row, [k], the class predicted from them, and the label.
  public mutating func add(
    probabilities: some RandomAccessCollection<Float>, prediction: Int, label: Int
  ) {
    var (confidence, positive) = (Double.nan, Float.nan)
    for (c, p) in probabilities.enumerated() {
      let error = Double(p) - (c == label ? 1 : 0)
      brier += error * error
      if c == prediction { confidence = Double(p) }
      if c == 1 { positive = p }
    }
    calibration.add(confidence: confidence, isCorrect: prediction == label)
    if probabilities.count == 2 { scores.append(positive, isPositive: label == 1) }
  }

  /// Adds a row of a regression.
  public mutating func add(value: Float, label: Float) {
    regression.add(label: Double(label), prediction: Double(value))
  }

  /// Adds what the controls would have predicted for a row; `nil` for nothing.
  public mutating func add(label: Int, noChange: Int?, majority: Int?) {
    self.noChange.add(label: label, prediction: noChange)
    self.majority.add(label: label, prediction: majority)
  }

  /// Adds row `i` of a batch's predictions.
  public mutating func add(_ predictions: borrowing Predictions, row i: Int, label: Float) {
    if noChange.labels.isEmpty {
      add(value: predictions.labels[i], label: label)
    } else {
      add(
        probabilities: predictions.outputs.row(i), prediction: Int(predictions.labels[i]),
        label: Int(label))
    }
  }

  /// What a control would have predicted.
  public func confusion(of control: Control) -> Confusion {
    switch control {
    case .noChange: noChange
    case .majority: majority
    }
  }
}
