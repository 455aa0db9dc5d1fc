import Core
import Numerics
import Testing
import Training

@testable import Catalog

/// The flip point against the triggers themselves: made anew with another value of the setting, fed the same, told of
/// the same updates, the decision turns there and not before.
@Suite struct TurningTests {
  private static let catalog = Catalog.standard
  private static let steps = 30

  /// Settings with which a trigger both fires and holds.
  private static let settings: [(name: String, values: SettingValues)] = [
    ("volume", ["rows": .integer(25)]), ("volume", ["growth": .number(0.1)]),
    ("below", ["threshold": .number(0.6), "window": .integer(20)]),
    ("below", ["metric": .text("loss"), "threshold": .number(0.5), "window": .integer(15)]),
    ("drop", ["window": .integer(3), "by": .number(0.05)]),
    ("drop", ["window": .integer(3), "by": .number(0.1), "measure": .text("absolute")]),
    ("drop", ["window": .integer(3), "by": .number(0.05), "metric": .text("loss")]),
    ("drop", ["window": .integer(6), "quantile": .number(0.4)]),
    ("avoidable-errors", ["expected": .number(0.8), "count": .number(6)]),
    (
      "input-drift",
      ["reference": .integer(20), "current": .integer(20), "level": .number(0.3)]
    ),
    ("confidence", ["window": .integer(20), "band": .number(0.02)]),
    ("always", ["cooldown": .integer(2)]), ("always", ["max-updates": .integer(5)]),
    ("always", ["min-new-rows": .integer(25)]),
  ]

  /// Those above, and everything else as it comes.
  static let variants: [RegisteredVariant] = {
    let named = settings.map { RegisteredVariant(name: $0.name, settings: $0.values) }
    let others = catalog.triggers.entries.filter { entry in
      !settings.contains { $0.name == entry.name }
        && !["every", "any", "all", "at-least", "then"].contains(entry.name)
    }
    return named
      + others.map {
        RegisteredVariant(name: $0.name, settings: RegisteredSettings.values($0.settings))
      }
  }()

  /// A life of a trigger: what it sees, and after which steps it is told of an update.
  struct Life {
    var observations: [Observation] = []
    var updates: Set<Int> = []
    var decisions: [Decision] = []

    init(_ trigger: any Trigger, seed: UInt64) throws {
      var (trigger, random) = (trigger, RandomStream(seed: seed))
      var (newRows, historyRows, made) = (0, 60, 0)
      for step in 0..<TurningTests.steps {
        let count = Int(random.next() % 15)
        let rate = step % 10 < 5 ? 0.85 : 0.4
        let outcomes = (0..<count).map { _ in
          Outcome(
            label: 1, prediction: random.bernoulli(rate) ? 1 : 0, loss: Float(random.uniform()))
        }
        newRows += count
        historyRows += count
        let sure = (0..<10).map { _ in Float(0.5 + 0.5 * random.uniform()) }
        let observation = Observation(
          step: step, outcomes: outcomes, newRows: newRows, historyRows: historyRows,
          updates: made, modelAge: 0,
          inputs: Matrix(rows: 10, columns: 1, (0..<10).map { _ in Float(random.normal()) }),
          outputs: Matrix(rows: 10, columns: 2, sure.flatMap { [$0, 1 - $0] }),
          run: RunFacts(steps: TurningTests.steps, random: RandomStream(seed: 6)))
        observations.append(observation)
        let decision = try trigger.decide(observation)
        decisions.append(decision)
        guard decision.fires, random.bernoulli(0.6) else { continue }
        updates.insert(step)
        (newRows, made) = (0, made + 1)
        trigger.updated(UpdateReport(step: step, action: "test", usage: Usage()))
      }
    }

    /// What another trigger decides at a step after the same life.
    func decision(of trigger: any Trigger, at end: Int) throws -> Decision {
      var trigger = trigger
      for step in 0..<end {
        _ = try trigger.decide(observations[step])
        if updates.contains(step) {
          trigger.updated(UpdateReport(step: step, action: "test", usage: Usage()))
        }
      }
      return try trigger.decide(observations[end])
    }
  }

  /// The trigger with another value of a setting; of whole numbers `nil` for what is none.
  private static func trigger(
    _ variant: RegisteredVariant, _ setting: String, _ value: Double
  ) throws -> (any Trigger)? {
    let entry = try #require(catalog.triggers[variant.name])
    let declared = try #require(entry.settings.first { $0.name == setting })
    var settings = variant.settings
    switch declared.kind {
    case .integer(let interval):
      guard value == value.rounded(), interval.contains(value) else { return nil }
      settings[setting] = .integer(Int(value))
    case .number(let interval):
      guard interval.contains(value) else { return nil }
      settings[setting] = .number(value)
    default: return nil
    }
    return try? entry.make(settings, catalog)
  }

  private static func passes(_ threshold: Double, _ change: FlipPoint.Change) -> Bool {
    threshold == change.bound ? change.isIncluded : (threshold > change.bound) == change.isAbove
  }

  private static func state(_ name: String, in decision: Decision) -> Double? {
    decision.guards.first { $0.name == name }?.limit
  }

  @Test(arguments: variants)
  func turnsWhereItSaysAndNowhereElse(_ variant: RegisteredVariant) throws {
    let entry = try #require(Self.catalog.triggers[variant.name])
    var (turned, stayed) = (0, 0)
    for seed in 1...3 {
      let life = try Life(entry.make(variant.settings, Self.catalog), seed: UInt64(seed))
      for (step, decision) in life.decisions.enumerated() {
        guard let flip = FlipPoint(decision) else { continue }
        #expect(flip.changes.count == 1 && flip.alternative == nil)
        let change = flip.changes[0]
        let near = [change.bound.nextDown, change.bound, change.bound.nextUp]
        let far = [-1, 0, 1, 2].map { change.bound + $0 }
        let scaled = [0.1, 0.5, 0.9, 0.99, 1.01, 1.1, 2, 10].map { change.threshold * $0 }
        for value in near + far + scaled + stride(from: 0.02, to: 1, by: 0.07) {
          guard let other = try Self.trigger(variant, change.setting, value) else { continue }
          let again = try life.decision(of: other, at: step)
          let threshold =
            change.isGuard ? Self.state(change.setting, in: again) : again.threshold
          // A guard that is off, or a value that hangs on the setting, is another question.
          guard let threshold, change.isGuard || again.value == decision.value else { continue }
          let hasTurned = again.fires != decision.fires
          #expect(
            hasTurned == Self.passes(threshold, change),
            "\(change.setting) \(value) at step \(step) of \(seed)")
          if hasTurned { turned += 1 } else { stayed += 1 }
        }
      }
    }
    if Self.settings.contains(where: { $0.name == variant.name }) {
      #expect(turned > 50 && stayed > 50, "\(turned) turned, \(stayed) stayed")
    }
  }

  /// What a schedule says holds from where it fired last: begun there, with another number of steps.
  @Test func aScheduleFromItsLastFiring() throws {
    let entry = try #require(Self.catalog.triggers["every"])
    for (steps, since) in (1...8).flatMap({ steps in (1...steps).map { (steps, $0) } }) {
      func decision(_ steps: Int) throws -> Decision {
        var trigger = try entry.make(["steps": .integer(steps)], Self.catalog)
        return try (0..<since).map { step in
          try trigger.decide(
            Observation(
              step: step, outcomes: [], newRows: 0, historyRows: 0, updates: 0, modelAge: 0))
        }[since - 1]
      }
      let first = try decision(steps)
      let change = try #require(FlipPoint(first)?.changes.first)
      let beyond = Int(change.bound) + (change.isIncluded ? 0 : change.isAbove ? 1 : -1)
      let before = beyond + (change.isAbove ? -1 : 1)
      #expect(try decision(beyond).fires != first.fires)
      #expect(try decision(before).fires == first.fires)
    }
  }

  // MARK: Combinations

  private static let members: [(name: String, settings: SettingValues)] = [
    (
      "below", ["metric": .text("loss"), "threshold": .number(0.5), "window": .integer(12)]
    ),
    ("avoidable-errors", ["expected": .number(0.7), "count": .number(4)]),
    ("volume", ["rows": .integer(20)]),
    ("always", ["min-new-rows": .integer(20)]),
  ]

  /// A combination whose members have some settings moved.
  private static func combination(
    _ name: String, of places: [Int] = [0, 1, 2, 3], count: Int? = nil,
    moved: [Int: (String, SettingValue)] = [:]
  ) throws -> any Trigger {
    let of = places.map { i in
      let member = members[i]
      var settings = member.settings
      if let (setting, value) = moved[i] { settings[setting] = value }
      return SettingValue.component(Component(name: member.name, settings: settings))
    }
    var settings: SettingValues = ["of": .list(of)]
    if let count { settings["count"] = .integer(count) }
    return try #require(catalog.triggers[name]).make(settings, catalog)
  }

  /// The member a change belongs to, and its setting just beyond the bound.
  private static func beyond(_ change: FlipPoint.Change) throws -> (Int, (String, SettingValue)) {
    let places = ["loss": 0, "avoidable-errors": 1, "new-rows": 2, "min-new-rows": 3]
    let member = try #require(places[change.signal])
    let step = change.isIncluded ? 0.0 : change.isAbove ? 1 : -1
    if member >= 2 { return (member, (change.setting, .integer(Int(change.bound + step)))) }
    let value =
      step == 0 ? change.bound : step > 0 ? change.bound.nextUp : change.bound.nextDown
    return (member, (change.setting, .number(value)))
  }

  /// How far a member would have to move, relative to the greater of where it is and where it must be.
  private static func margin(_ change: FlipPoint.Change) -> Double {
    abs(change.bound - change.threshold) / max(abs(change.bound), abs(change.threshold))
  }

  @Test(
    arguments: [("any", nil), ("all", nil), ("at-least", 2), ("at-least", 3)] as [(String, Int?)])
  func membersTurnItTogetherAndNoFewerDo(_ name: String, _ count: Int?) throws {
    var (turned, byCount) = (0, 0)
    for seed in 1...4 {
      let life = try Life(Self.combination(name, count: count), seed: UInt64(seed))
      for (step, decision) in life.decisions.enumerated() {
        guard let flip = FlipPoint(decision) else { continue }
        func fires(_ changes: some Collection<FlipPoint.Change>, count: Int?) throws -> Bool {
          let moved = try Dictionary(
            changes.map { try Self.beyond($0) }, uniquingKeysWith: { first, _ in first })
          let trigger = try Self.combination(name, count: count, moved: moved)
          return try life.decision(of: trigger, at: step).fires
        }
        if let other = flip.alternative {
          let moved = Int(other.bound) + (other.isIncluded ? 0 : other.isAbove ? 1 : -1)
          #expect(try fires([], count: moved) != decision.fires, "count \(moved)")
          #expect(try fires([], count: moved + (other.isAbove ? -1 : 1)) == decision.fires)
          byCount += 1
        }
        guard flip.changes[0].setting != "count" else { continue }
        #expect(try fires(flip.changes, count: count) != decision.fires, "step \(step) of \(seed)")
        for i in flip.changes.indices {
          var fewer = flip.changes
          fewer.remove(at: i)
          #expect(try fires(fewer, count: count) == decision.fires)
        }
        // Whatever else turns it as well is no nearer.
        let all = decision.members.compactMap { FlipPoint($0)?.changes.first }
        for subset in 1..<(1 << all.count) where subset.nonzeroBitCount == flip.changes.count {
          let chosen = all.indices.filter { subset >> $0 & 1 == 1 }.map { all[$0] }
          guard try fires(chosen, count: count) != decision.fires else { continue }
          let farthest = try #require(chosen.map(Self.margin).max())
          #expect(try #require(flip.changes.map(Self.margin).max()) <= farthest)
        }
        turned += 1
      }
    }
    #expect(turned > 30 && (count == nil || byCount > 30), "\(turned), \(byCount)")
  }

  @Test func theLastOfASequenceTurnsIt() throws {
    var turned: [Bool: Int] = [:]
    for seed in 1...8 {
      let life = try Life(Self.combination("then", of: [2, 0]), seed: UInt64(seed))
      for (step, decision) in life.decisions.enumerated() {
        guard let flip = FlipPoint(decision) else { continue }
        let change = flip.changes[0]
        #expect(flip.changes.count == 1 && change.signal == "loss")
        let moved = try Self.beyond(change)
        let trigger = try Self.combination("then", of: [2, 0], moved: [moved.0: moved.1])
        #expect(try life.decision(of: trigger, at: step).fires != decision.fires)
        turned[decision.fires, default: 0] += 1
      }
    }
    #expect(turned[true, default: 0] > 5 && turned[false, default: 0] > 5, "\(turned)")
  }
}
