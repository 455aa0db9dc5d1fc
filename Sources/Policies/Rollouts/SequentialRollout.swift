public import Core

/// `ab`: both serve until one is proven better or the rows run out, looking every so many labels.
///
/// At look k, with a share t_k of `max-rows` labels, each of two one-sided tests gets what the spending function
/// has released since the look before, α*(t_k) − α*(t_{k−1}): promote if d ≥ margin is refuted, roll back if
/// d ≤ margin is. By the union bound a candidate that is worse by the margin is promoted with a probability of
/// at most α, and one that is not is turned away early with at most α, whatever the joint distribution of the
/// looks; tests that used it would spend less carefully. When the looks fall due depends on counts only. At the
/// end the undecided goes to the side that has nothing to prove: back with the burden on the candidate,
/// promoted with the burden on the live model.
public struct SequentialRollout: Rollout, Codable {
  static let share = Setting.number(
    "share", in: .open(0, 1), default: 0.5, "share of the rows that the candidate serves")
  static let look = Setting.integer(
    "look", in: .closed(1, 1e9), default: 200, "labels between one look and the next")
  static let maxRows = Setting.integer(
    "max-rows", in: .closed(4, 1e9), default: 2000, "labels after which it decides")
  static let spending = Setting.choice(
    "spending", of: SpendingFunction.allCases.map(\.rawValue),
    default: SpendingFunction.obrienFleming.rawValue, "how α is spread over the looks")
  static let side = Burden.side(default: .candidate)

  private let share: Double
  private let look: Int
  private let maxRows: Int
  private let spending: SpendingFunction
  private var trial: Trial
  /// Labels at which the next look is due.
  private var due = 0

  init(share: Double, look: Int, maxRows: Int, spending: SpendingFunction, _ burden: Burden) {
    (self.share, self.look, self.maxRows) = (share, look, maxRows)
    self.spending = spending
    trial = Trial(burden)
  }

  /// None: both serve at the same time.
  public var memory: Int { 0 }
  /// The looks so far, and what they have spent.
  public var evidence: RolloutEvidence { trial.evidence }

  /// Begins to serve its share.
  public mutating func begin(after recent: [Double]) -> RolloutStep {
    trial.begin()
    due = look
    return stay
  }

  /// Looks, if enough labels have arrived.
  public mutating func advance(_ state: RolloutState) -> RolloutStep {
    // Only rows that each has served: rows that both predicted would count twice.
    trial.add(RolloutState(steps: state.steps, candidate: state.candidate, live: state.live))
    if let failure = trial.failure { return failure }
    let labels = trial.candidate.count + trial.live.count
    let isLast = labels >= maxRows
    guard labels >= due || isLast, let difference = trial.difference(paired: false) else {
      return stay
    }
    due = labels + look
    let level =
      spending.spent(of: trial.burden.alpha, at: Double(labels) / Double(maxRows))
      - trial.evidence.alphaSpent
    return decide(difference, at: max(0, level), isLast: isLast)
  }

  private var stay: RolloutStep { .serve(share: share, shadow: false) }

  private mutating func decide(
    _ difference: LossDifference, at level: Double, isLast: Bool
  ) -> RolloutStep {
    let (side, margin) = (trial.burden.side, trial.burden.margin)
    let (below, above) = (difference.below(margin), difference.above(margin))
    _ = trial.look(difference, side == .candidate ? below : above, spending: level)
    if below <= level { return .promote }
    if above <= level { return .rollBack(reason: "proven worse than live") }
    guard isLast else { return stay }
    return side == .live ? .promote : .rollBack(reason: "not proven as good as live in time")
  }

  /// Its registry line.
  public static let entry = Entry<any Rollout>(
    "ab", "lets both serve until one is proven better, looking repeatedly at a total error of α",
    formula: """
      look k at share t_k of max-rows labels, level α_k = α*(t_k) − α*(t_{k−1}): promote if p(d ≥ margin) ≤ α_k, \
      roll back if p(d ≤ margin) ≤ α_k. obrien-fleming: α*(t) = 2 − 2 Φ(z_{1−α/2} / √t); \
      pocock: α*(t) = α ln(1 + (e − 1) t)
      """,
    source: "Lan & DeMets 1983 (spending functions); Miettinen & Nurminen 1985, Welch 1947",
    cost: "both models are kept meanwhile",
    differences: """
      increments are spent as Bonferroni levels, not through the joint distribution of the looks: valid for any \
      dependence, with somewhat less power
      """,
    verified: [
      .closedForm("the spending functions' values; levels add up to α"),
      .definition("false promotions in simulated tests without a difference are at most α"),
    ],
    settings: [
      share.declaration, look.declaration, maxRows.declaration, spending.declaration,
      Trial.margin.declaration, Burden.alpha.declaration, side.declaration,
      Burden.minRows.declaration,
    ]
  ) { values, _ in
    if values[maxRows] < 2 * values[Burden.minRows] {
      throw SettingError(
        maxRows.declaration.name,
        "\(values[maxRows]) labels cannot give both models min-rows, \(values[Burden.minRows])")
    }
    return SequentialRollout(
      share: values[share], look: values[look], maxRows: values[maxRows],
      spending: SpendingFunction(rawValue: values[spending]) ?? .obrienFleming,
      Trial(values, side: side).burden)
  }
}
