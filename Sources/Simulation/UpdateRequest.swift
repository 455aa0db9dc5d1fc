internal import Core
internal import Numerics

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

extension Decision.GuardState {
  /// The guard of an update while another has been under way for some steps: for how many more, nobody knows.
  static func underWay(for steps: Int) -> Self {
    Self("in-flight", value: Double(steps), limit: .infinity, relation: .below, holds: true)
  }
}
