/// The smallest change that would have turned a decision: that one, with everything else as it was.
///
/// * A signal over or under its threshold: a threshold just beyond the value.
/// * Fired, but held by guards: those that held, each at the limit at which it would have let the update through.
/// * Fired, with no threshold of its own (`always`): the guard that came nearest to holding it.
/// * A combination: as many of its members as must turn, those with the least relative margin |bound − limit| /
///   max(|bound|, |limit|), the first of equals; or the number that must fire, where that is a setting.
/// * A sequence: its last member, if its turn had come; the ones before lie in the past.
///
/// What no setting decides (the alarm of a detector, a draw, `never`) cannot be turned. Whether a setting may take
/// the value is another question: an accuracy of 1 would have fired with a threshold over 1 only.
public struct FlipPoint: Hashable, Sendable {
  /// A setting and from where on another value of it would have turned the signal or guard it belongs to.
  public struct Change: Hashable, Sendable {
    /// The signal, or the guard.
    public let signal: String
    /// The setting that its threshold is or comes from; a guard's has its name.
    public let setting: String
    /// What the threshold was.
    public let threshold: Double
    /// The value it would have to pass.
    public let bound: Double
    /// Whether it would have to lie above that, rather than below.
    public let isAbove: Bool
    /// Whether the bound itself would do.
    public let isIncluded: Bool
    /// Whether it is a guard's.
    public let isGuard: Bool

    /// How far away the bound lies, as a share of the greater of it and the threshold.
    var margin: Double {
      let scale = max(abs(bound), abs(threshold))
      return scale == 0 ? 0 : abs(bound - threshold) / scale
    }
  }

  /// All of these together would have turned it.
  public let changes: [Change]
  /// Or this alone: the number of members that must fire.
  public let alternative: Change?

  /// The smallest change that would have turned a decision; `nil` where no setting could.
  public init?(_ decision: Decision) {
    let holding = decision.guards.filter(\.holds)
    if decision.members.isEmpty ? !holding.isEmpty : decision.isEnough && !holding.isEmpty {
      let guards = holding.compactMap { Change($0) }
      guard guards.count == holding.count else { return nil }
      self.init(guards)
    } else if let turned = FlipPoint(turning: decision) {
      self = turned
    } else {
      let near = decision.fires ? decision.guards.compactMap { Change($0) } : []
      guard let nearest = near.min(by: { $0.margin < $1.margin }) else { return nil }
      self.init([nearest])
    }
  }

  private init(_ changes: [Change], or alternative: Change? = nil) {
    (self.changes, self.alternative) = (changes, alternative)
  }

  /// Leaves guards of the decision's own aside.
  private init?(turning decision: Decision) {
    if decision.members.isEmpty {
      guard let change = Change(decision) else { return nil }
      self.init([change])
    } else if let turn = decision.turn {
      guard turn == decision.members.count - 1, let last = FlipPoint(decision.members[turn])
      else { return nil }
      self = last
    } else {
      let number =
        decision.setting == nil ? nil : Change(decision, within: 1...decision.members.count)
      if let members = Self.members(of: decision) {
        self.init(members, or: number)
      } else if let number {
        self.init([number])
      } else {
        return nil
      }
    }
  }

  /// Of the members that could turn, as many as must.
  private static func members(of decision: Decision) -> [Change]? {
    let needed = Int(decision.threshold ?? 0)
    let firing = decision.members.count(where: \.fires)
    let turning = firing >= needed ? firing - needed + 1 : needed - firing
    let points = decision.members.filter { $0.fires == (firing >= needed) }
      .compactMap { FlipPoint($0) }
    guard points.count >= turning else { return nil }
    let order = points.indices.sorted { (points[$0].margin, $0) < (points[$1].margin, $1) }
    return order.prefix(turning).sorted().flatMap { points[$0].changes }
  }

  /// That of the farthest change.
  private var margin: Double { changes.map(\.margin).max() ?? 0 }
}

extension FlipPoint.Change {
  /// What would turn a signal against its threshold; `nil` without a setting or a value, and where the value does
  /// not lie to the threshold as the decision says: something else decided.
  fileprivate init?(_ decision: Decision, within allowed: ClosedRange<Int>? = nil) {
    guard let setting = decision.setting, let value = decision.value,
      let threshold = decision.threshold
    else { return nil }
    let holds = decision.relation.holds(value, threshold)
    if let allowed {
      let number = holds ? value + 1 : value
      guard Double(allowed.lowerBound) <= number, number <= Double(allowed.upperBound)
      else { return nil }
    } else if holds != (decision.fires || decision.guards.contains(where: \.holds)) {
      return nil
    }
    self.init(decision.signal, setting, value, threshold, decision.relation, holds, isGuard: false)
  }

  /// What would make a guard hold that did not, or the other way round.
  fileprivate init?(_ state: Decision.GuardState) {
    guard state.relation.holds(state.value, state.limit) == state.holds else { return nil }
    self.init(
      state.name, state.name, state.value, state.limit, state.relation, state.holds, isGuard: true)
  }

  private init?(
    _ signal: String, _ setting: String, _ value: Double, _ threshold: Double,
    _ relation: Decision.Relation, _ holds: Bool, isGuard: Bool
  ) {
    guard value.isFinite, threshold.isFinite else { return nil }
    (self.signal, self.setting, self.isGuard) = (signal, setting, isGuard)
    (self.threshold, bound) = (threshold, value)
    switch relation {
    case .atLeast: (isAbove, isIncluded) = (holds, !holds)
    case .above: (isAbove, isIncluded) = (holds, holds)
    case .atMost: (isAbove, isIncluded) = (!holds, !holds)
    case .below: (isAbove, isIncluded) = (!holds, holds)
    }
  }
}

extension Decision {
  /// Whether as many members fire as must.
  fileprivate var isEnough: Bool {
    guard let value, let threshold else { return false }
    return relation.holds(value, threshold)
  }
}
