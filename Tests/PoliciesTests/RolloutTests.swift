import Core
import Numerics
import Testing

@testable import Policies

/// Rollouts on sequences worked out by hand.
@Suite struct RolloutTests {
  static func make(_ entry: Entry<any Rollout>, _ settings: SettingValues = [:]) throws
    -> any Rollout
  {
    try entry.make(settings, OneDetector())
  }

  /// So many losses, the first `errors` of them 1.
  static func losses(_ count: Int, errors: Int) -> [Double] {
    (0..<count).map { $0 < errors ? 1 : 0 }
  }

  static func state(
    _ step: Int, candidate: (Int, Int) = (0, 0), live: (Int, Int) = (0, 0)
  ) -> RolloutState {
    RolloutState(
      steps: step, candidate: losses(candidate.0, errors: candidate.1),
      live: losses(live.0, errors: live.1))
  }

  static func isBack(_ step: RolloutStep) -> Bool {
    if case .rollBack = step { true } else { false }
  }

  @Test func directGoesBackAtOnce() throws {
    var rollout = try Self.make(DirectRollout.entry, ["watch": .integer(40)])
    #expect(rollout.memory == 40)
    for (errors, goesBack) in [(30, true), (4, false), (0, false)] {
      #expect(rollout.begin(after: Self.losses(40, errors: 4)) == .serve(share: 1, shadow: false))
      // Labels are late: nothing, then half of them.
      #expect(rollout.advance(Self.state(1)) == .serve(share: 1, shadow: false))
      #expect(rollout.advance(Self.state(2, candidate: (20, errors / 2))).event == "share")
      let last = rollout.advance(Self.state(3, candidate: (20, errors - errors / 2)))
      #expect(goesBack ? Self.isBack(last) : last == .promote, "\(errors): \(last)")
      #expect(rollout.evidence.looks == 1 && rollout.evidence.candidateRows == 40)
      #expect(rollout.evidence.alphaSpent == 0.05)
    }
    var unwatched = try Self.make(DirectRollout.entry, ["watch": .integer(0)])
    #expect(unwatched.begin(after: []) == .promote)
  }

  /// 4 replicas, 2 steps each: 1/4, 2/4, 3/4 and done; three looks at α / 3.
  @Test func rollingReplacesOneAfterAnother() throws {
    var rollout = try Self.make(
      RollingRollout.entry, ["replicas": .integer(4), "steps": .integer(2)])
    #expect(rollout.begin(after: []) == .serve(share: 0.25, shadow: false))
    var steps: [RolloutStep] = []
    for step in 1...6 {
      steps.append(rollout.advance(Self.state(step, candidate: (20, 2), live: (20, 2))))
    }
    let shares = [0.25, 0.5, 0.5, 0.75, 0.75].map { RolloutStep.serve(share: $0, shadow: false) }
    #expect(steps == shares + [.promote])
    #expect(rollout.evidence.looks == 3 && abs(rollout.evidence.alphaSpent - 0.05) < 1e-12)

    _ = rollout.begin(after: [])
    #expect(rollout.evidence == RolloutEvidence())
    _ = rollout.advance(Self.state(1, candidate: (20, 15), live: (20, 2)))
    #expect(Self.isBack(rollout.advance(Self.state(2, candidate: (20, 15), live: (20, 2)))))
    var single = try Self.make(RollingRollout.entry, ["replicas": .integer(1)])
    #expect(single.begin(after: []) == .promote)
  }

  /// Labels that do not come keep a stage waiting; it then takes its steps anew.
  @Test func rollingWaitsForLabels() throws {
    var rollout = try Self.make(
      RollingRollout.entry, ["replicas": .integer(3), "steps": .integer(1)])
    _ = rollout.begin(after: [])
    #expect(rollout.advance(Self.state(1)) == .serve(share: 1 / 3, shadow: false))
    let after = rollout.advance(Self.state(2, candidate: (30, 1), live: (60, 2)))
    #expect(after == .serve(share: 2 / 3, shadow: false))
    #expect(rollout.advance(Self.state(3)) == .promote)
  }

  static func shadowed(_ candidateErrors: Int, _ liveErrors: Int, of rows: Int) -> [LossPair] {
    HoldoutGateTests.slice(candidate: candidateErrors, live: liveErrors, rows: rows).pairs
  }

  @Test(arguments: [(10, 0, true), (3, 3, false), (0, 10, false)])
  func shadowServesNothingUntilItIsJudged(_ candidate: Int, _ live: Int, _ goesBack: Bool) throws {
    var rollout = try Self.make(TrialRollout.shadow, ["steps": .integer(2)])
    let shadow = RolloutStep.serve(share: 0, shadow: true)
    #expect(rollout.begin(after: []) == shadow && shadow.event == "shadow")
    let pairs = Self.shadowed(candidate, live, of: 40)
    let live = pairs.map(\.live)
    #expect(
      rollout.advance(
        RolloutState(
          steps: 1, live: Array(live.prefix(20)), pairs: Array(pairs.prefix(20)))) == shadow)
    let last = rollout.advance(
      RolloutState(steps: 2, live: Array(live.suffix(20)), pairs: Array(pairs.suffix(20))))
    #expect(goesBack ? Self.isBack(last) : last == .promote)
    #expect(rollout.evidence.candidateRows == 40 && rollout.evidence.liveRows == 40)
  }

  @Test func aShadowThatMustProveItself() throws {
    var rollout = try Self.make(
      TrialRollout.shadow, ["steps": .integer(1), "burden": .text("candidate")])
    _ = rollout.begin(after: [])
    #expect(
      Self.isBack(rollout.advance(RolloutState(steps: 1, pairs: Self.shadowed(3, 3, of: 40)))))
    _ = rollout.begin(after: [])
    #expect(
      rollout.advance(RolloutState(steps: 1, pairs: Self.shadowed(0, 10, of: 40))) == .promote)
  }

  @Test(arguments: [
    ("wait", RolloutStep.serve(share: 0.2, shadow: false)), ("promote", .promote),
    ("roll-back", .rollBack(reason: "too few labels have arrived")),
  ]) func aCanaryWithTooFewLabels(_ word: String, _ expected: RolloutStep) throws {
    var rollout = try Self.make(
      TrialRollout.canary,
      ["steps": .integer(2), "share": .number(0.2), "too-few": .text(word)])
    #expect(rollout.begin(after: []) == .serve(share: 0.2, shadow: false))
    _ = rollout.advance(Self.state(1, candidate: (29, 29), live: (100, 0)))
    #expect(rollout.advance(Self.state(2)) == expected)
    if word == "wait" {
      #expect(Self.isBack(rollout.advance(Self.state(3, candidate: (1, 1)))))
    }
  }

  @Test func canaryServesAllOrNothingInTheEnd() throws {
    for (errors, goesBack) in [(12, true), (3, false)] {
      var rollout = try Self.make(TrialRollout.canary, ["steps": .integer(1)])
      _ = rollout.begin(after: [])
      let last = rollout.advance(Self.state(1, candidate: (30, errors), live: (270, 27)))
      #expect(goesBack ? Self.isBack(last) : last == .promote)
    }
  }

  @Test(
    arguments: [
      DirectRollout.entry, RollingRollout.entry, TrialRollout.shadow, TrialRollout.canary,
      SequentialRollout.entry,
    ].map(\.name), [Double.nan, .infinity])
  func aLossThatIsNoNumberEndsIt(_ name: String, _ loss: Double) throws {
    let entries = [
      DirectRollout.entry, RollingRollout.entry, TrialRollout.shadow, TrialRollout.canary,
      SequentialRollout.entry,
    ]
    let entry = try #require(entries.first { $0.name == name })
    var rollout = try Self.make(entry)
    _ = rollout.begin(after: [0, 1])
    let pair = LossPair(candidate: loss, live: 0)
    let step = rollout.advance(RolloutState(steps: 1, candidate: [loss], live: [0], pairs: [pair]))
    #expect(step == .rollBack(reason: "a loss is not finite"))
    _ = rollout.begin(after: [0, 1])
    let broken = rollout.advance(RolloutState(steps: 1, candidate: [0], live: [loss]))
    #expect(broken == .rollBack(reason: "a loss is not finite"))
    // The next candidate begins without that.
    _ = rollout.begin(after: [0, 1])
    #expect(!Self.isBack(rollout.advance(Self.state(1, candidate: (1, 0), live: (1, 0)))))
  }
}
