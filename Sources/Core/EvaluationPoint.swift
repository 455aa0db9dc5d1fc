/// The deployed model's accuracy on the held-out set of every concept.
public struct EvaluationPoint: Hashable, Sendable {
  /// After this step.
  public let step: Int
  /// The segment that ends here, if one does: a row of the accuracy matrix R.
  public let segment: Int?
  /// Accuracy on each concept; NaN where it has no held-out rows, and in regression.
  public let accuracies: [Double]
  /// Changes since the examination before; `nil` for the first one and in regression.
  public let flips: Flips?

  /// An examination.
  public init(step: Int, segment: Int?, accuracies: [Double], flips: Flips? = nil) {
    self.step = step
    self.segment = segment
    self.accuracies = accuracies
    self.flips = flips
  }
}
