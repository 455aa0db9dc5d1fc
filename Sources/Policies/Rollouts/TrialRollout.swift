public import Core

/// `shadow` and `canary`: the candidate predicts some rows for a number of steps, and is judged once.
///
/// * `shadow`: it predicts all rows and serves none; judged by the paired test, as both predicted the same rows.
/// * `canary`: it serves a share of the rows; judged by the test for independent rows.
public struct TrialRollout: Rollout, Codable {
  static let steps = Setting.integer(
    "steps", in: .closed(1, 1e9), default: 10, "steps until it is judged")
  static let share = Setting.number(
    "share", in: .open(0, 1), default: 0.1, "share of the rows that the candidate serves")

  /// What it serves; 0 for a shadow.
  private let share: Double
  private let steps: Int
  private var trial: Trial

  init(share: Double, steps: Int, _ trial: Trial) {
    self.share = share
    self.steps = steps
    self.trial = trial
  }

  private var isShadow: Bool { share == 0 }
  private var stay: RolloutStep { .serve(share: share, shadow: isShadow) }

  /// None: both predict at the same time.
  public var memory: Int { 0 }
  /// The one look.
  public var evidence: RolloutEvidence { trial.evidence }

  /// Begins to predict.
  public mutating func begin(after recent: [Double]) -> RolloutStep {
    trial.begin()
    return stay
  }

  /// Waits, and judges.
  public mutating func advance(_ state: RolloutState) -> RolloutStep {
    trial.add(state)
    if let failure = trial.failure { return failure }
    guard state.steps >= steps else { return stay }
    return trial.decide(paired: isShadow, at: trial.burden.alpha) ?? stay
  }

  /// The registry line of `shadow`.
  public static let shadow = Entry<any Rollout>(
    "shadow", "lets the candidate predict all rows beside the live model before it serves any",
    formula: """
      for `steps` steps both predict every row and the live model serves; then the mean difference of their \
      losses on the same rows by a paired test at α
      """,
    source: "shadow (dark) launch; Tango 1998, Student 1908",
    cost: "a second prediction of every row meanwhile",
    verified: [.definition("sequences worked out by hand")],
    settings: [steps.declaration] + Trial.settings
  ) { values, _ in TrialRollout(share: 0, steps: values[steps], Trial(values)) }

  /// The registry line of `canary`.
  public static let canary = Entry<any Rollout>(
    "canary", "lets the candidate serve a small share of the rows first, then all or none",
    formula: """
      for `steps` steps it serves `share` of the rows, drawn row by row; then the mean losses of both by a test \
      for independent rows at α
      """,
    source: "canary release, Humble & Farley 2010; Miettinen & Nurminen 1985, Welch 1947",
    cost: "both models are kept meanwhile", verified: [.definition("sequences worked out by hand")],
    settings: [share.declaration, steps.declaration] + Trial.settings
  ) { values, _ in TrialRollout(share: values[share], steps: values[steps], Trial(values)) }
}
