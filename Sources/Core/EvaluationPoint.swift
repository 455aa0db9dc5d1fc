/// The deployed model's accuracy on the held-out set of every concept.
public struct EvaluationPoint: Hashable, Sendable {
  /// After this step.
  public let step: Int
  /// The segment that ends here, if one does: a row of the accuracy matrix R.
  public let segment: Int?
  /// Accuracy on each concept.
  public let accuracies: [Double]

  /// An examination.
  public init(step: Int, segment: Int?, accuracies: [Double]) {
    self.step = step
    self.segment = segment
    self.accuracies = accuracies
  }
}
