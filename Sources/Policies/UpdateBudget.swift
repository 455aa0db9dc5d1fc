internal import Core

/// What the updates of a run may spend in all: operations, money, or their number.
///
/// An update is held back if it would exceed its allowance: spent + price of the next > limit, the next taken to
/// cost what the last one did, before the first update what the warm-up did. The limit is B, or with even pacing
/// B (t + 1) / T at the end of step t of T. So totals stay within B but for the last update, whose price was only
/// expected, and under even pacing what a quiet stretch saves is there for a busy one, and nothing beyond.
///
/// Money is that of the updates themselves; what wrong answers cost is no part of it, as it rests on labels that
/// nobody has.
struct UpdateBudget {
  /// When how much of it may be spent.
  enum Pacing: String, CaseIterable {
    /// All of it at any time.
    case none
    /// In step with time.
    case even
  }

  static let flops = Setting.optionalNumber(
    "budget-flop", in: .above(0),
    "guard: FLOP that all updates may take; the next as many as the last")
  static let money = Setting.optionalNumber(
    "budget-money", in: .above(0),
    "guard: money that all updates may cost; the next as much as the last")
  static let updates = Setting.optionalInteger(
    "budget-updates", in: .atLeast(1), "guard: updates that may be made")
  static let pacing = Setting.choice(
    "pacing", of: Pacing.allCases.map(\.rawValue), default: Pacing.none.rawValue,
    "guard: whether a budget may be spent at any time, or only in step with time")

  static let settings = [
    flops.declaration, money.declaration, updates.declaration, pacing.declaration,
  ]

  private let flops: Double?, money: Double?, updates: Double?
  private let isEven: Bool

  init(_ values: SettingValues) {
    (flops, money) = (values[Self.flops], values[Self.money])
    updates = values[Self.updates].map { Double($0) }
    isEven = values[Self.pacing] == Pacing.even.rawValue
  }

  /// Refuses a budget of what nobody can tell, and pacing without a budget or an end.
  func check(_ conditions: RunConditions) throws(SettingError) {
    if money != nil, let problem = conditions.unpricedUpdates {
      throw SettingError(Self.money.declaration.name, problem)
    }
    guard isEven else { return }
    let pacing = Self.pacing.declaration.name
    if flops == nil && money == nil && updates == nil {
      let names = Self.settings.dropLast().map(\.name).joined(separator: ", ")
      throw SettingError(pacing, "there is no budget to pace; allowed: with one of \(names)")
    }
    if conditions.facts.steps == 0 {
      throw SettingError(pacing, "nobody knows how long the run is; allowed: none")
    }
  }

  /// Every budget that is set, as it stands.
  func guards(_ observation: Observation) -> [Decision.GuardState] {
    let (spent, next) = (observation.spending, observation.lastUpdate)
    return [
      state(Self.flops.declaration, flops, Double(spent.flops), Double(next.flops), observation),
      state(Self.money.declaration, money, spent.money, next.money, observation),
      state(Self.updates.declaration, updates, Double(observation.updates), 1, observation),
    ].compactMap(\.self)
  }

  /// One of them; what is not known never fits.
  private func state(
    _ setting: SettingDeclaration, _ budget: Double?, _ spent: Double?, _ next: Double?,
    _ observation: Observation
  ) -> Decision.GuardState? {
    guard let budget else { return nil }
    let limit = budget * share(observation)
    let value = spent.flatMap { spent in next.map { spent + $0 } } ?? .infinity
    return Decision.GuardState(setting.name, value: value, limit: limit, holds: value > limit)
  }

  /// The share that may have been spent by now; nothing where the end of the run is not known.
  private func share(_ observation: Observation) -> Double {
    guard isEven else { return 1 }
    let steps = observation.run.steps
    return steps > 0 ? min(1, Double(observation.step + 1) / Double(steps)) : 0
  }
}
