public import Core
public import Numerics
public import Training

/// Chooses who updates from what is known of the drift.
///
/// A table of rules is read from the top; the first that fits the diagnosis (kind, breadth, speed, whether it was
/// seen before) and the number of new rows decides: a strategy, or to hold. The action names the rule,
/// `window-retrain (broad-concept)`. All strategies remember all rows; one that has not updated is told that the
/// model was replaced. Without a diagnosis, nothing has drifted. Where no rule fits, it holds.
public struct Advisor: UpdateStrategy {
  static let rules = Setting.groups(
    "rules", AdvisorRule.settings,
    "who updates when, the first that fits decides; empty for the table of the description")

  /// How it is registered.
  public static let entry = Entry<any UpdateStrategy>(
    "advisor", "chooses the strategy from what the drift is diagnosed to be",
    formula: AdvisorRule.standard.map { rule in
      "\(rule.name): \(rule.advice ?? AdvisorRule.hold), as \(rule.reason)"
    }.joined(separator: "; "),
    source: "own definition; the kinds of drift as in Moreno-Torres et al. 2012",
    cost: """
      What the strategy chosen costs; keeps what all of them keep, and the rows of the diagnosis.
      """,
    differences: """
      The rules are practitioners' advice, not the outcome of a search: results/diagnosis.md says how \
      well the diagnosis they rest on can be trusted.
      """,
    verified: [
      .limit("with one rule that always fits it is that strategy, bit for bit"),
      .definition("the rule that decides, for diagnoses of every kind"),
    ],
    settings: [rules.declaration]
  ) { values, components in
    try Advisor(values[rules], components)
  }

  private let rules: [AdvisorRule]
  /// The strategies, and the member each rule advises.
  private var members: [any UpdateStrategy] = []
  private var advised: [Int?] = []

  /// With the rules of a scenario, or the standard ones.
  init(_ given: [SettingValues], _ components: any Components) throws {
    var known: [Component] = []
    func place(_ component: Component) -> Int {
      if let place = known.firstIndex(of: component) { return place }
      known.append(component)
      return known.count - 1
    }
    if given.isEmpty {
      rules = AdvisorRule.standard
      advised = rules.map { $0.advice.map { place(Component(name: $0, settings: [:])) } }
    } else {
      var read: [AdvisorRule] = []
      for (i, values) in given.enumerated() {
        var advice: Component?
        if case .component(let component)? = values[AdvisorRule.advise.name] { advice = component }
        read.append(try AdvisorRule(values, place: i, advice: advice?.name))
        advised.append(advice.map(place))
      }
      rules = read
    }
    members = try known.map { try Self.member($0, components) }
  }

  private static func member(
    _ component: Component, _ components: any Components
  ) throws -> any UpdateStrategy {
    let strategy = try components.strategy(component)
    guard strategy.schedule == .triggered else {
      throw SettingError("rules", "\(component.name) does not act at updates")
    }
    guard !strategy.followsTraining else {
      throw SettingError(
        "rules", "\(component.name) must follow all training; allowed: strategies that need not")
    }
    return strategy
  }

  /// What all of them keep.
  public var stateBytes: Int { members.reduce(0) { $0 + $1.stateBytes } }

  /// It lives on it.
  public var needsDiagnosis: Bool { true }

  /// Any may hold one.
  public var holdsTrigger: Bool { members.contains(where: \.holdsTrigger) }

  /// The rule that decides.
  private func rule(_ diagnosis: Diagnosis?, newRows: Int) -> Int? {
    rules.firstIndex { $0.fits(diagnosis, newRows: newRows) }
  }

  /// Holds where the rule says so, or there is none.
  public func declines(_ diagnosis: Diagnosis?, _ observation: Observation) -> String? {
    guard let rule = rule(diagnosis, newRows: observation.newRows) else { return AdvisorRule.hold }
    return advised[rule] == nil ? "\(AdvisorRule.hold) (\(rules[rule].name))" : nil
  }

  /// What the other rules advise, unless it is the same, with why they do not decide.
  public func alternatives(
    _ diagnosis: Diagnosis?, _ observation: Observation
  ) -> [DecisionRecord.Alternative] {
    let rows = observation.newRows
    let chosen = rule(diagnosis, newRows: rows)
    let advice = chosen.map { rules[$0].advice ?? AdvisorRule.hold }
    return rules.compactMap { rule in
      let other = rule.advice ?? AdvisorRule.hold
      guard other != advice else { return nil }
      let reason =
        rule.misfit(diagnosis, newRows: rows)
        ?? "\(chosen.map { rules[$0].name } ?? "") comes first"
      return .init("\(other) (\(rule.name))", rejected: reason)
    }
  }

  /// What all of them take.
  public func check(_ architecture: Architecture) throws(SettingError) {
    for member in members {
      do { try member.check(architecture) } catch { throw SettingError("rules", error.problem) }
    }
  }

  /// The rows all of them take.
  public func check(_ schema: Schema) throws(SettingError) {
    for member in members {
      do { try member.check(schema) } catch { throw SettingError("rules", error.problem) }
    }
  }

  /// An equal share for each.
  public mutating func limitMemory(to bytes: Int) {
    for i in members.indices { members[i].limitMemory(to: bytes / members.count) }
  }

  /// All remember.
  public mutating func observe(_ arrived: Examples, using random: inout RandomStream) {
    for i in members.indices { members[i].observe(arrived, using: &random) }
  }

  /// Any may hold a trigger.
  public mutating func watch(_ observation: Observation) throws {
    for i in members.indices { try members[i].watch(observation) }
  }

  /// All consolidate.
  public mutating func start(
    _ model: inout any Model, _ context: UpdateContext, with trainer: inout Trainer<Float>,
    using random: inout RandomStream
  ) throws {
    for i in members.indices {
      try members[i].start(&model, context, with: &trainer, using: &random)
    }
  }

  /// The one advised updates; the others learn of it.
  public mutating func update(
    _ model: inout any Model, _ context: UpdateContext, with trainer: inout Trainer<Float>,
    using random: inout RandomStream
  ) throws -> String {
    guard !context.recent.isEmpty else { return "advisor" }
    guard let rule = rule(context.diagnosis, newRows: context.recent.count),
      let chosen = advised[rule]
    else { return AdvisorRule.hold }
    let action = try members[chosen].update(&model, context, with: &trainer, using: &random)
    for i in members.indices where i != chosen {
      try members[i].replaced(&model, context, with: &trainer, using: &random)
    }
    return "\(action) (\(rules[rule].name))"
  }

  /// The state of all of them.
  public func encode(to encoder: any Encoder) throws {
    try NestedState.write(members.count, and: members, to: encoder)
  }

  /// Restores all of them.
  public mutating func restore(from decoder: any Decoder) throws {
    let (_, held) = try NestedState.read(Int.self, from: decoder)
    for i in members.indices { try members[i].restore(from: held[i]) }
  }
}
