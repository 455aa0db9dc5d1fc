internal import Core
internal import Numerics
public import Training

/// A model that was trained from scratch at the end of a step, and what it would answer from when it is ready on.
///
/// Never changes once it is there; a class, so that a replay that goes from one to the next copies nothing.
public final class FreshFit: Sendable {
  /// The step at whose end its training began; −1 is the first model, of the warm-up.
  public let step: Int
  /// What training it took.
  public let usage: Usage
  /// The first step it can serve; T if it is never ready.
  public let ready: Int
  /// Whether its training diverged: it answers nothing, and a run ends with it.
  public let hasDiverged: Bool
  let answers: Answers
  /// The network, where it is one and was kept.
  let network: Network<Float>?
  /// Wrong answers in each step from `ready` on.
  let errors: [Int]
  /// What a strategy called it.
  let action: String

  init(
    step: Int, action: String, usage: Usage, ready: Int, hasDiverged: Bool, answers: Answers,
    network: Network<Float>?, _ stream: StalenessStream
  ) {
    (self.step, self.action, self.usage, self.ready) = (step, action, usage, ready)
    (self.hasDiverged, self.answers, self.network) = (hasDiverged, answers, network)
    errors =
      hasDiverged
      ? [] : (ready..<stream.steps).map { answers.errors(stream.rows(of: $0), stream.labels) }
  }
}
