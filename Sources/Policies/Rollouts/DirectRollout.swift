public import Core

/// `direct`: the candidate serves all rows at once; the old model is kept until it is known to do (blue-green).
///
/// When `watch` labels of rows it served have arrived, their losses are held against the `watch` last ones of
/// the live model before, once: the old model is back at once if the candidate is worse. What the old model
/// would have lost on the new rows is not known: after a drift it is judged by easier times.
public struct DirectRollout: Rollout, Codable {
  static let watch = Setting.integer(
    "watch", in: .closed(0, 1e9), default: 200,
    "labels of rows the candidate served after which it is judged; 0: never")

  private let watch: Int
  private var trial: Trial

  init(watch: Int, _ trial: Trial) {
    self.watch = watch
    self.trial = trial
  }

  /// As many losses of the live model as are waited for of the candidate.
  public var memory: Int { watch }
  /// The one look.
  public var evidence: RolloutEvidence { trial.evidence }

  /// Serves everything.
  public mutating func begin(after recent: [Double]) -> RolloutStep {
    trial.begin(after: recent)
    return watch == 0 ? .promote : .serve(share: 1, shadow: false)
  }

  /// Waits for the labels, and judges.
  public mutating func advance(_ state: RolloutState) -> RolloutStep {
    // Late labels of the live model belong to the rows before too.
    trial.add(RolloutState(steps: state.steps, candidate: state.candidate, live: state.live))
    if let failure = trial.failure { return failure }
    let stay = RolloutStep.serve(share: 1, shadow: false)
    guard trial.candidate.count >= watch else { return stay }
    return trial.decide(at: trial.burden.alpha) ?? stay
  }

  /// Its registry line.
  public static let entry = Entry<any Rollout>(
    "direct", "serves all rows by the candidate at once, and goes back if it does worse",
    formula: """
      after `watch` labelled rows of the candidate: mean loss against that of the `watch` last ones of the \
      live model before, by a test for independent rows at α; back if worse by more than margin
      """,
    source: "blue-green deployment, Humble & Farley 2010; Miettinen & Nurminen 1985, Welch 1947",
    cost: "the old model is kept while the candidate is watched",
    verified: [.definition("sequences worked out by hand")],
    settings: [watch.declaration] + Trial.settings
  ) { values, _ in DirectRollout(watch: values[watch], Trial(values)) }
}
