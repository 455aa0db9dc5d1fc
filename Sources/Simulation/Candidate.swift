internal import Core
internal import Numerics
internal import Training

/// An update that has been asked for, before it begins.
struct UpdateRequest {
  /// The step of the decision.
  let step: Int
  /// How long it waits for a machine and for a person, in simulated seconds.
  let queueSeconds: Double
  let reviewSeconds: Double
  /// Whether the person says no in the end.
  let isRefused: Bool

  /// One that waits for nobody.
  init(at step: Int) { (self.step, queueSeconds, reviewSeconds, isRefused) = (step, 0, 0, false) }

  /// One that waits as the scenario and the decision say.
  init(_ decision: Decision, at step: Int, _ scenario: Scenario, root: RandomStream) {
    self.step = step
    queueSeconds = scenario.inFlight.queueSeconds
    reviewSeconds = (decision.review?.minutes ?? 0) * 60
    var random = root.child("review", step)
    isRefused = decision.review.map { random.bernoulli($0.rejectRate) } ?? false
  }

  /// How long it waits.
  var seconds: Double { queueSeconds + reviewSeconds }
}

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
