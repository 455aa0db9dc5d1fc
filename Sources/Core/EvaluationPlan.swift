/// How the deployed model is examined.
public struct EvaluationPlan: Hashable, Sendable {
  /// Steps between examinations; segment ends are always examined.
  public let every: Int
  /// Held-out rows a concept.
  public let holdout: Int
  /// Steps over which windowed accuracy is taken.
  public let window: Int

  /// How the deployed model is examined.
  public init(every: Int, holdout: Int, window: Int) {
    self.every = every
    self.holdout = holdout
    self.window = window
  }
}
