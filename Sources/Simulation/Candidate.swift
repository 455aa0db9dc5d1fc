internal import Core
internal import Training

/// A model that is trained beside the live one, with the strategy that goes with it.
struct Candidate {
  /// How far it is.
  enum Stage {
    /// Its training takes until `due`.
    case training
    /// It waits to be judged; if it was trained at a warning, for what the warning was of.
    case trained
    /// It has been judged, which takes until `due`.
    case validated
    /// Both models answer.
    case rollout
  }

  let version: Int
  var model: any Model
  var strategy: any UpdateStrategy
  /// The strategy as it was when the model had been trained.
  let trained: any UpdateStrategy
  /// Models that cross-validation judges it by, and what they took.
  let foldModels: [any Model]
  let foldUsage: Usage
  let report: UpdateReport
  /// The recent rows it was trained on: the first so many.
  let rows: Int
  /// The step of the decision that asked for it.
  let asked: Int
  var latency: FeedbackLatency
  var stage = Stage.training
  /// Its stage ends at the end of this step.
  var due: Int
  /// Whether an update has been asked for, or only prepared.
  var isWanted: Bool
  var verdict: Verdict?
  var isDeployed = false
  /// Steps in which it served or shadowed.
  var rolloutSteps = 0
}
