/// The deployed model's accuracy, in regression its R², on the held-out set of every concept.
public struct EvaluationPoint: Hashable, Sendable {
  /// After this step.
  public let step: Int
  /// The segment that ends here, if one does: a row of the accuracy matrix R.
  public let segment: Int?
  /// Accuracy on each concept; NaN where it has no held-out rows. In regression R² = 1 − Σ (label −
  /// prediction)² / Σ (label − mean label)²; NaN where the labels are all the same.
  public let accuracies: [Double]
  /// Changes since the examination before; `nil` for the first one and in regression.
  public let flips: Flips?
  /// What becomes of `accuracies` when the held-out rows are attacked; `nil` where they were not, and for a
  /// model that no single network stands for.
  public let attacked: [Double]?

  /// An examination.
  public init(
    step: Int, segment: Int?, accuracies: [Double], flips: Flips? = nil, attacked: [Double]? = nil
  ) {
    self.step = step
    self.segment = segment
    self.accuracies = accuracies
    self.flips = flips
    self.attacked = attacked
  }
}
