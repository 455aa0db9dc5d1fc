import Core
import Testing

@Suite struct FlipPointTests {
  private func leaf(
    _ value: Double?, _ relation: Decision.Relation, _ threshold: Double?, fires: Bool,
    setting: String? = "threshold", signal: String = "s", guards: [Decision.GuardState] = []
  ) -> Decision {
    Decision(
      fires: fires, signal: signal, value: value, threshold: threshold, relation: relation,
      setting: setting, guards: guards)
  }

  /// Value 2 against a threshold of 2: what fires there holds from the next threshold on, and the other way round.
  @Test(
    arguments: [
      (Decision.Relation.atLeast, true, true, false), (.above, false, false, false),
      (.atMost, true, false, false), (.below, false, true, false),
    ])
  func atTheThreshold(
    _ relation: Decision.Relation, _ fires: Bool, _ isAbove: Bool, _ isIncluded: Bool
  ) throws {
    let flip = try #require(FlipPoint(leaf(2, relation, 2, fires: fires)))
    let change = try #require(flip.changes.first)
    #expect(flip.changes.count == 1 && flip.alternative == nil && change.bound == 2)
    #expect(change.isAbove == isAbove && change.isIncluded == isIncluded)
  }

  /// Every relation, value and threshold on a small grid: the decision turns exactly where a threshold passes the
  /// bound.
  @Test(arguments: [Decision.Relation.atLeast, .above, .atMost, .below])
  func turnsWhereItSays(_ relation: Decision.Relation) throws {
    func fires(_ value: Double, _ threshold: Double) -> Bool {
      switch relation {
      case .atLeast: value >= threshold
      case .above: value > threshold
      case .atMost: value <= threshold
      case .below: value < threshold
      }
    }
    let grid = [-1, -0.5, 0, 0.25, 1, 3.0]
    for value in grid {
      for threshold in grid {
        let decision = leaf(value, relation, threshold, fires: fires(value, threshold))
        let change = try #require(FlipPoint(decision)?.changes.first)
        for other in grid.flatMap({ [$0.nextDown, $0, $0.nextUp] }) {
          let passes =
            other == change.bound
            ? change.isIncluded : (other > change.bound) == change.isAbove
          #expect((fires(value, other) != decision.fires) == passes)
        }
      }
    }
  }

  @Test func whatNoThresholdDecidesCannotBeTurned() {
    #expect(FlipPoint(Decision(fires: true, signal: "always")) == nil)
    #expect(FlipPoint(leaf(3, .atLeast, 1, fires: true, setting: nil)) == nil)
    #expect(FlipPoint(leaf(nil, .atLeast, 1, fires: false)) == nil)
    #expect(FlipPoint(leaf(3, .atLeast, nil, fires: false)) == nil)
    // It fired, and not for its value.
    #expect(FlipPoint(leaf(.nan, .above, 1, fires: true)) == nil)
    #expect(FlipPoint(leaf(0.5, .above, 1, fires: true)) == nil)
  }

  @Test func guardsThatHoldMustAllLetPass() throws {
    let guards: [Decision.GuardState] = [
      .init("cooldown", value: 2, limit: 5, relation: .atMost, holds: true),
      .init("max-updates", value: 1, limit: 9, holds: false),
      .init("min-new-rows", value: 30, limit: 50, relation: .below, holds: true),
    ]
    let flip = try #require(FlipPoint(leaf(3, .atLeast, 1, fires: true, guards: guards)))
    #expect(flip.changes.map(\.setting) == ["cooldown", "min-new-rows"])
    #expect(flip.changes.map(\.bound) == [2, 30])
    #expect(flip.changes.allSatisfy { $0.isGuard && !$0.isAbove })
    #expect(flip.changes.map(\.isIncluded) == [false, true])
    // One that does not say when it holds cannot be turned, nor then can the decision.
    let odd = [guards[0], .init("odd", value: 0, limit: 1, holds: true)]
    #expect(FlipPoint(leaf(3, .atLeast, 1, fires: true, guards: odd)) == nil)
  }

  /// What fires always can only be held by a guard: the nearer one, 8 of 10 updates rather than 90 for 20 rows.
  @Test func aGuardThatLetPassIsAllThereIsToTurn() throws {
    let guards: [Decision.GuardState] = [
      .init("max-updates", value: 8, limit: 10, holds: false),
      .init("min-new-rows", value: 90, limit: 20, relation: .below, holds: false),
    ]
    let flip = try #require(
      FlipPoint(Decision(fires: true, signal: "always", guards: guards)))
    let change = try #require(flip.changes.first)
    #expect(flip.changes.count == 1 && change.setting == "max-updates")
    #expect(change.bound == 8 && !change.isAbove && change.isIncluded)
  }

  private func combined(_ members: [Decision], needed: Int, setting: String? = nil) -> Decision {
    let firing = members.count(where: \.fires)
    return Decision(
      fires: firing >= needed, signal: "all", value: Double(firing), threshold: Double(needed),
      setting: setting, members: members)
  }

  /// Margins: a 1/2, b 1/10, c 1/3 (firing), d 1/4 (firing), e has none.
  private var members: [Decision] {
    [
      leaf(1, .atLeast, 2, fires: false, signal: "a"),
      leaf(9, .atLeast, 10, fires: false, signal: "b"),
      leaf(3, .atLeast, 2, fires: true, signal: "c"),
      leaf(3, .below, 4, fires: true, signal: "d"),
      leaf(0, .atLeast, 1, fires: false, setting: nil, signal: "e"),
    ]
  }

  @Test func theNearestMembersThatMustTurn() throws {
    func signals(_ needed: Int) -> [String]? {
      FlipPoint(combined(members, needed: needed))?.changes.map(\.signal)
    }
    #expect(signals(1) == ["c", "d"])
    #expect(signals(2) == ["d"])
    #expect(signals(3) == ["b"])
    #expect(signals(4) == ["a", "b"])
    #expect(signals(5) == nil)
  }

  @Test func theNumberIsAnotherWay() throws {
    func number(_ needed: Int) throws -> FlipPoint.Change? {
      try #require(FlipPoint(combined(members, needed: needed, setting: "count"))).alternative
    }
    let held = try #require(try number(3))
    #expect(held.setting == "count" && held.bound == 2 && !held.isAbove && held.isIncluded)
    let fired = try #require(try number(2))
    #expect(fired.bound == 2 && fired.isAbove && !fired.isIncluded)
    // Alone where members cannot turn.
    let flip = try #require(FlipPoint(combined(members, needed: 5, setting: "count")))
    #expect(flip.changes.map(\.setting) == ["count"] && flip.alternative == nil)
    // With none firing, no number would do; nor more than there are where all fire.
    let one = [leaf(0, .atLeast, 1, fires: false)]
    #expect(FlipPoint(combined(one, needed: 1, setting: "count"))?.alternative == nil)
    let all = [leaf(1, .atLeast, 1, fires: true)]
    #expect(FlipPoint(combined(all, needed: 1, setting: "count"))?.alternative == nil)
  }

  @Test func ofASequenceTheLastWhenItsTurnHasCome() throws {
    func sequence(_ turn: Int, fires: Bool, _ last: Decision) -> Decision {
      Decision(
        fires: fires, signal: "b", value: fires ? 2 : 1, threshold: 2,
        members: [leaf(5, .atLeast, 5, fires: true, signal: "a"), last], turn: turn)
    }
    let waiting = leaf(1, .atLeast, 4, fires: false, signal: "b")
    #expect(FlipPoint(sequence(1, fires: false, waiting))?.changes.map(\.signal) == ["b"])
    #expect(FlipPoint(sequence(0, fires: false, waiting)) == nil)
    let fired = leaf(6, .atLeast, 4, fires: true, signal: "b")
    #expect(FlipPoint(sequence(1, fires: true, fired))?.changes.map(\.bound) == [6])
  }

  @Test func guardsOfACombinationAndOfItsMembers() throws {
    let cooldown = Decision.GuardState(
      "cooldown", value: 1, limit: 3, relation: .atMost, holds: true)
    let held = combined(members, needed: 2).held(by: [cooldown])
    #expect(!held.fires && FlipPoint(held)?.changes.map(\.signal) == ["cooldown"])
    let member = leaf(3, .atLeast, 2, fires: true, signal: "f", guards: [cooldown])
    let other = leaf(0, .atLeast, 9, fires: false, signal: "g")
    let both = combined([member, other], needed: 1)
    #expect(FlipPoint(both)?.changes.map(\.signal) == ["cooldown"])
  }
}
