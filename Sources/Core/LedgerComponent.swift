/// What something was spent for.
public enum LedgerComponent: String, Hashable, Sendable, CaseIterable {
  /// The first model, the same for every strategy.
  case warmUp = "warm-up"
  /// Rows made ready to train on.
  case dataPreparation = "data-preparation"
  /// Labels that arrived.
  case labels
  /// Updates.
  case training
  /// The part of updates that looked for a recipe or a shape.
  case search
  /// Candidates held against the deployed model.
  case validation
  /// People who look at candidates, or at decisions.
  case review
  /// Models put into service.
  case deployment
  /// Candidates that answered beside the deployed model.
  case shadowServing = "shadow-serving"
  /// Predictions, as the plain network would take them.
  case serving
  /// What predictions took beyond that: adapters, members of an ensemble, look-ups in a memory.
  case servingOverhead = "serving-overhead"
  /// What was kept: rows, anchors, adapters, versions of the model.
  case storage
  /// Detectors, tests and triggers.
  case monitoring
  /// Wrong answers.
  case errors
  /// Wrong answers to expect on concepts that are gone, where they still hold.
  case forgetting
  /// Models taken out of service.
  case rollback
  /// The examinations of the simulation itself, which nobody in production would pay for.
  case evaluation

  /// Whether it is part of what a strategy costs: the warm-up is the same for all, and examinations are ours.
  public var isCharged: Bool {
    switch self {
    case .warmUp, .evaluation: false
    case .dataPreparation, .labels, .training, .search, .validation, .review, .deployment,
      .shadowServing, .serving, .servingOverhead, .storage, .monitoring, .errors, .forgetting,
      .rollback:
      true
    }
  }
}
