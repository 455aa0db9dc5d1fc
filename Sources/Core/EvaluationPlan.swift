/// How the deployed model is examined.
public struct EvaluationPlan: Hashable, Sendable {
  /// Steps between examinations; segment ends are always examined.
  public let every: Int
  /// Held-out rows a concept.
  public let holdout: Int
  /// Steps over which windowed accuracy is taken.
  public let window: Int
  /// ε of the attack under which the model is examined at segment ends, in standard deviations of the
  /// features; `nil` for none.
  public let robustness: Double?
  /// Whether updates are examined as corrections of the rows that were wrong.
  public let edits: Bool

  /// How the deployed model is examined.
  public init(
    every: Int, holdout: Int, window: Int, robustness: Double? = nil, edits: Bool = false
  ) {
    self.every = every
    self.holdout = holdout
    self.window = window
    self.robustness = robustness
    self.edits = edits
  }
}
