internal import Core

/// What the triggers that watch performance look at.
enum Score: String, Codable, CaseIterable {
  /// 1 for a row predicted right, 0 for another; greater is better.
  case accuracy
  /// Negative log-probability of the label, squared error in regression; less is better.
  case loss

  /// The score of a row.
  func of(_ outcome: Outcome) -> Double {
    switch self {
    case .accuracy: outcome.isCorrect ? 1 : 0
    case .loss: Double(outcome.loss)
    }
  }

  /// Whether a score is on the wrong side of a limit; one that is not a number is.
  func isWorse(_ score: Double, than limit: Double) -> Bool {
    switch self {
    case .accuracy: !(score >= limit)
    case .loss: !(score <= limit)
    }
  }

  /// How a score on the wrong side lies to a limit.
  var worse: Decision.Relation { self == .accuracy ? .below : .above }

  /// The setting that chooses one.
  static let metric = Setting.choice(
    "metric", of: allCases.map(\.rawValue), default: accuracy.rawValue,
    "what is averaged: accuracy fires under the limit, loss over it")

  /// The one that is set.
  init(_ values: SettingValues) {
    guard let score = Score(rawValue: values[Self.metric]) else {
      preconditionFailure("metric was not checked")
    }
    self = score
  }
}
