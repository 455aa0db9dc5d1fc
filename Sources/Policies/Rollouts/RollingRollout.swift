public import Core

/// `rolling`: one replica after another serves by the candidate.
///
/// After each stage of `steps` steps, with i of R replicas replaced, all labels since the beginning are looked
/// at, at level α / (R − 1), so that all looks together spend α (Bonferroni). The last replica ends it.
public struct RollingRollout: Rollout, Codable {
  static let replicas = Setting.integer(
    "replicas", in: .closed(1, 10_000), default: 4, "replicas, R: equal shares of the rows")
  static let steps = Setting.integer(
    "steps", in: .closed(1, 1e9), default: 5, "steps between one replica and the next")

  private let replicas: Int
  private let steps: Int
  private var trial: Trial
  private var replaced = 0
  /// Steps when the last replica was replaced.
  private var stageStart = 0

  init(replicas: Int, steps: Int, _ trial: Trial) {
    self.replicas = replicas
    self.steps = steps
    self.trial = trial
  }

  /// None: both serve at the same time.
  public var memory: Int { 0 }
  /// All looks so far.
  public var evidence: RolloutEvidence { trial.evidence }

  /// Replaces the first replica.
  public mutating func begin(after recent: [Double]) -> RolloutStep {
    trial.begin()
    (replaced, stageStart) = (0, 0)
    return next(at: 0)
  }

  /// Waits out the stage, looks, and goes on or back.
  public mutating func advance(_ state: RolloutState) -> RolloutStep {
    trial.add(state)
    if let failure = trial.failure { return failure }
    guard state.steps - stageStart >= steps else { return stay }
    switch trial.decide(at: trial.burden.alpha / Double(replicas - 1)) {
    case nil: return stay
    case .promote: return next(at: state.steps)
    case let other?: return other
    }
  }

  private var stay: RolloutStep {
    .serve(share: Double(replaced) / Double(replicas), shadow: false)
  }

  private mutating func next(at step: Int) -> RolloutStep {
    replaced += 1
    stageStart = step
    return replaced == replicas ? .promote : stay
  }

  /// Its registry line.
  public static let entry = Entry<any Rollout>(
    "rolling", "replaces one replica after another, and goes back if the candidate does worse",
    formula: """
      share i/R for `steps` steps, i = 1 … R − 1; after each, the mean losses of both since the beginning by a \
      test for independent rows at α / (R − 1)
      """,
    source: "rolling update; Bonferroni 1936; Miettinen & Nurminen 1985, Welch 1947",
    cost: "both models are kept meanwhile", verified: [.definition("sequences worked out by hand")],
    settings: [replicas.declaration, steps.declaration] + Trial.settings
  ) { values, _ in
    RollingRollout(replicas: values[replicas], steps: values[steps], Trial(values))
  }
}
