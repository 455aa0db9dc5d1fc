/// The scored predictions of one step. Rows are scored by their emitted labels, whether or not a label
/// ever arrives.
public struct StepRecord: Hashable, Sendable {
  /// The step, from 0 after the warm-up.
  public let step: Int
  /// The version of the model that served; 0 is the warm-up's.
  public let version: Int
  /// Rows served.
  public let rows: Int
  /// How often each (concept, label, prediction) occurred, absent ones left out, in increasing order.
  /// Empty in regression.
  public let cells: [ConfusionCell]
  /// Sum over rows of the negative log-probability of the label, or of the squared error.
  public let lossSum: Double
  /// Rows that the label of the row before would have predicted (first row: wrong).
  public let noChangeCorrect: Int
  /// Rows that the most frequent label before them would have predicted (ties: the smallest class; first
  /// row: wrong).
  public let majorityCorrect: Int
  /// Sum over rows of the best attainable probability of being right; `nil` if unknown.
  public let bayesSum: Double?

  /// The scored predictions of one step.
  public init(
    step: Int, version: Int, rows: Int, cells: [ConfusionCell], lossSum: Double,
    noChangeCorrect: Int, majorityCorrect: Int, bayesSum: Double?
  ) {
    self.step = step
    self.version = version
    self.rows = rows
    self.cells = cells
    self.lossSum = lossSum
    self.noChangeCorrect = noChangeCorrect
    self.majorityCorrect = majorityCorrect
    self.bayesSum = bayesSum
  }

  /// Rows predicted right.
  public var correct: Int { cells.reduce(0) { $0 + ($1.label == $1.prediction ? $1.count : 0) } }
}

/// How often one label met one prediction under one concept.
public struct ConfusionCell: Hashable, Sendable {
  /// The concept's index.
  public let concept: Int
  /// The emitted label.
  public let label: Int
  /// The predicted class.
  public let prediction: Int
  /// How often.
  public let count: Int

  /// A cell.
  public init(concept: Int, label: Int, prediction: Int, count: Int) {
    self.concept = concept
    self.label = label
    self.prediction = prediction
    self.count = count
  }
}
