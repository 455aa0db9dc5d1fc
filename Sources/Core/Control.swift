/// A predictor without a model, computed from the labels of the stream alone, row by row and looking
/// strictly backwards. A strategy that is less accurate than a control is marked in every table.
public enum Control: String, Hashable, Sendable, CaseIterable {
  /// The label of the row before; the first row counts as wrong.
  case noChange = "no-change"
  /// The most frequent label so far (ties: the smallest class); the first row counts as wrong.
  case majority

  /// What stands for the trigger in the rows of controls and of strategies that ignore triggers.
  public static let trigger = "–"

  /// Rows of a step that it would have predicted right.
  public func correct(in step: StepRecord) -> Int {
    switch self {
    case .noChange: step.noChangeCorrect
    case .majority: step.majorityCorrect
    }
  }
}
