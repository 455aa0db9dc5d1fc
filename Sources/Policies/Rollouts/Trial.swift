internal import Core

/// What a rollout has seen of its candidate, and what it concludes.
struct Trial: Hashable, Codable {
  /// What becomes of a candidate for whom too few labels have arrived in time.
  enum TooFew: String, Codable, CaseIterable {
    case wait, promote
    case rollBack = "roll-back"
  }

  static let tooFew = Setting.choice(
    "too-few", of: TooFew.allCases.map(\.rawValue), default: TooFew.wait.rawValue,
    "what is done while fewer than min-rows labels of either model have arrived")
  static let margin = Setting.number(
    "margin", in: .closed(0, 1e9), default: 0, Burden.margin.declaration.help)
  static let side = Burden.side(default: .live)

  let burden: Burden
  let tooFew: TooFew
  private(set) var candidate = LossSums()
  private(set) var live = LossSums()
  private(set) var pairs = PairSums()
  private(set) var evidence = RolloutEvidence()

  init(_ burden: Burden, tooFew: TooFew = .wait) {
    self.burden = burden
    self.tooFew = tooFew
  }

  init(_ values: SettingValues, side: Setting<String> = side) {
    self.init(
      Burden(
        side: Burden.Side(rawValue: values[side]) ?? .live, margin: values[Self.margin],
        alpha: values[Burden.alpha], minRows: values[Burden.minRows]),
      tooFew: TooFew(rawValue: values[Self.tooFew]) ?? .wait)
  }

  static let settings = [
    margin.declaration, Burden.alpha.declaration, side.declaration, Burden.minRows.declaration,
    tooFew.declaration,
  ]

  /// Starts with another candidate, against losses of the live model if they are known.
  mutating func begin(after recent: [Double] = []) {
    self = Trial(burden, tooFew: tooFew)
    live.add(recent)
  }

  mutating func add(_ state: RolloutState) {
    candidate.add(state.candidate)
    live.add(state.live)
    pairs.add(state.pairs)
  }

  /// A loss that is no number, whose ever, ends every rollout, as it does for gates: nothing can be proven.
  var failure: RolloutStep? {
    let isFinite = candidate.isFinite && live.isFinite && pairs.isFinite
    return isFinite ? nil : .rollBack(reason: "a loss is not finite")
  }

  /// What the labels say: of rows that both predicted, or of those that each served.
  func difference(paired: Bool) -> LossDifference? {
    guard rows(paired: paired) >= burden.minRows else { return nil }
    return paired ? pairs.difference : candidate.difference(from: live)
  }

  /// Labelled rows of the model that has fewer.
  func rows(paired: Bool) -> Int { paired ? pairs.count : min(candidate.count, live.count) }

  /// Looks once at level `alpha` and decides for good; `nil` to wait for more labels.
  mutating func decide(paired: Bool = false, at alpha: Double) -> RolloutStep? {
    guard let difference = difference(paired: paired) else {
      switch tooFew {
      case .wait: return nil
      case .promote: return .promote
      case .rollBack: return .rollBack(reason: "too few labels have arrived")
      }
    }
    let p = look(difference, burden.p(difference), spending: alpha)
    if burden.passes(p, at: alpha) { return .promote }
    return .rollBack(
      reason: burden.side == .live ? "proven worse than live" : "not proven as good as live")
  }

  /// Notes what was seen, and returns the p-value.
  mutating func look(_ difference: LossDifference, _ p: Double, spending alpha: Double) -> Double {
    let isPaired = candidate.count == 0 || pairs.count > 0
    evidence.candidateRows = isPaired ? pairs.count : candidate.count
    evidence.liveRows = isPaired ? pairs.count : live.count
    (evidence.difference, evidence.p) = (difference.mean, p)
    evidence.looks += 1
    evidence.alphaSpent += alpha
    return p
  }
}
