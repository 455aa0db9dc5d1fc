public import Core

/// `then`: fires when several triggers fire one after another, each in a later step than the one before.
///
/// With f_i(t) whether trigger i fires in step t, and r_i the last step at which triggers 1 … i had fired in
/// this order: r_1 = t if f_1(t); r_i = t if f_i(t) and 1 ≤ t − r_{i−1} ≤ `within`, with r_{i−1} of the step
/// before. Fires if r_n = t. Every trigger decides in every step; an accepted update forgets all r_i. Signal the
/// one that is waited for or fired last, value how many had fired in order, threshold n.
public struct ThenTrigger: Trigger {
  static let within = Setting.optionalInteger(
    "within", in: .atLeast(1), "most steps from one to the next; unset is any number")

  private var members: [any Trigger]
  private let within: Int
  /// The last step at which the first i + 1 had fired in order.
  private var reached: [Int?]

  init(_ members: [any Trigger], within: Int) {
    self.members = members
    self.within = within
    reached = Array(repeating: nil, count: members.count)
  }

  /// Moves on along the list.
  public mutating func decide(_ observation: Observation) throws -> Decision {
    let step = observation.step
    var decisions: [Decision] = []
    for i in members.indices { decisions.append(try members[i].decide(observation)) }
    let open = members.indices.map { isOpen($0, at: step) }
    for i in members.indices where decisions[i].fires && open[i] { reached[i] = step }
    let last = members.count - 1
    let isHeld = open[last] && decisions[last].heldBy != nil
    let inOrder =
      (members.indices.last { reached[$0] == step || isOpen($0 + 1, at: step) } ?? -1) + 1
    return Decision(
      fires: reached[last] == step || isHeld, signal: decisions[min(inOrder, last)].signal,
      value: Double(inOrder), threshold: Double(members.count), members: decisions,
      guards: isHeld ? decisions[last].guards : [], turn: open.lastIndex(of: true)
    ).asking(
      review: decisions[last].review, preparation: decisions.compactMap(\.preparation).first)
  }

  /// Whether one of its members is.
  public var isClairvoyant: Bool { members.contains(where: \.isClairvoyant) }

  /// What every member takes.
  public func check(_ conditions: RunConditions) throws(SettingError) {
    try CombinedTrigger.check(members, conditions)
  }

  /// Tells its members.
  public mutating func reveal(_ drifts: [ClosedRange<Int>]) {
    for i in members.indices { members[i].reveal(drifts) }
  }

  /// Whether trigger i may take its turn: the first always, another if the one before it fired in an earlier
  /// step, not too long ago.
  private func isOpen(_ i: Int, at step: Int) -> Bool {
    if i == 0 { return true }
    guard i < members.count, let before = reached[i - 1] else { return false }
    return step - before >= 1 && step - before <= within
  }

  /// Begins again.
  public mutating func updated(_ report: UpdateReport) {
    for i in members.indices {
      members[i].updated(report)
      reached[i] = nil
    }
  }

  /// Those of all.
  public var flops: Int { members.reduce(0) { $0 + $1.flops } }

  /// Whether a member does.
  public var looksAtOutputs: Bool { members.contains(where: \.looksAtOutputs) }
  /// The same of embeddings.
  public var looksAtEmbeddings: Bool { members.contains(where: \.looksAtEmbeddings) }

  /// How far it has come, and the states of its members.
  public func encode(to encoder: any Encoder) throws {
    try NestedState.write(reached, and: members, to: encoder)
  }

  /// Restores both.
  public mutating func restore(from decoder: any Decoder) throws {
    let (own, held) = try NestedState.read([Int?].self, from: decoder)
    for i in members.indices { try members[i].restore(from: held[i]) }
    reached = own
  }

  /// Its registry line.
  public static let entry = Entry<any Trigger>(
    "then", "updates when several triggers fire one after another",
    formula:
      "r_i = t if trigger i fires in step t and t − r_(i−1) is 1 … within; fire if r_n = t",
    source: "a combination",
    verified: [.closedForm("every order of firings of two and three triggers by brute force")],
    settings: [CombinedTrigger.of.declaration, within.declaration]
  ) { values, components in
    ThenTrigger(
      try values[CombinedTrigger.of].map(components.trigger), within: values[within] ?? .max)
  }
}
