import Core
import Testing

@testable import Policies

/// Fires in the steps it is told, counted from 0; remembers updates.
struct FiresAt: Trigger, Codable {
  let name: String
  let steps: Set<Int>
  var heldBy: [Int: String] = [:]
  var updates = 0

  mutating func decide(_ observation: Observation) -> Decision {
    let guards = heldBy[observation.step].map {
      Decision.GuardState($0, value: 0, limit: 1, holds: true)
    }
    return Decision(
      fires: guards != nil || steps.contains(observation.step), signal: name,
      value: Double(updates), guards: guards.map { [$0] } ?? [])
  }
  mutating func updated(_ report: UpdateReport) { updates += 1 }
}

@Suite struct CombinedTriggerTests {
  func decisions(_ needed: Int, _ members: [any Trigger], steps: Int = 4) throws -> [Decision] {
    var trigger = CombinedTrigger(name: "both", members: members, needed: needed)
    return try (0..<steps).map { try trigger.decide(step($0)) }
  }

  /// a fires in 1 and 3, b in 2 and 3.
  private let a = FiresAt(name: "a", steps: [1, 3])
  private let b = FiresAt(name: "b", steps: [2, 3])

  @Test func anyFiresWithOneOfThem() throws {
    let seen = try decisions(1, [a, b])
    #expect(seen.map(\.fires) == [false, true, true, true])
    #expect(seen.map(\.signal) == ["both", "a", "b", "a+b"])
    #expect(seen.map(\.value) == [0, 1, 1, 2])
    #expect(seen.allSatisfy { $0.threshold == 1 })
  }

  @Test func allFireInTheSameStep() throws {
    let seen = try decisions(2, [a, b])
    #expect(seen.map(\.fires) == [false, false, false, true])
    #expect(seen.map(\.signal) == ["both", "a", "b", "a+b"])
    #expect(seen.allSatisfy { $0.threshold == 2 })
  }

  /// One of n is any, n of n is all; more than there are is refused.
  @Test func atLeastSoMany() throws {
    struct Three: Components {
      func detector(_ component: Component) throws -> any DriftDetector { AlarmAt([]) }
      func strategy(_ component: Component) throws -> any UpdateStrategy { throw InputError("") }
      func trigger(_ component: Component) throws -> any Trigger {
        let steps: [String: Set<Int>] = ["a": [1, 3, 4], "b": [2, 3, 4], "c": [4]]
        return FiresAt(name: component.name, steps: steps[component.name] ?? [])
      }
    }
    let of = SettingValue.list(
      ["a", "b", "c"].map { .component(Component(name: $0, settings: [:])) })
    func fired(_ entry: Entry<any Trigger>, _ settings: SettingValues) throws -> [Int] {
      var trigger = try entry.make(settings.overridden(by: ["of": of]), Three())
      return try (0..<6).filter { try trigger.decide(step($0)).fires }
    }
    func atLeast(_ count: Int) throws -> [Int] {
      try fired(AtLeastTrigger.entry, ["count": .integer(count)])
    }
    #expect(try atLeast(1) == fired(AnyTrigger.entry, [:]))
    #expect(try atLeast(2) == [3, 4])
    #expect(try atLeast(3) == fired(AllTrigger.entry, [:]))
    var two = try AtLeastTrigger.entry.make(["count": .integer(2), "of": of], Three())
    var all = try AllTrigger.entry.make(["of": of], Three())
    #expect(try two.decide(step(1)).setting == "count" && all.decide(step(1)).setting == nil)
    let error = #expect(throws: SettingError.self) { try atLeast(4) }
    #expect(error?.name == "count")
  }

  @Test func aGuardIsToldWhereItMadeTheDifference() throws {
    let held = FiresAt(name: "c", steps: [], heldBy: [1: "cooldown", 2: "max-updates"])
    #expect(try decisions(2, [a, held]).map(\.heldBy) == [nil, "cooldown", nil, nil])
    #expect(try decisions(1, [a, held]).map(\.heldBy) == [nil, nil, "max-updates", nil])
  }

  @Test func everyMemberDecidesAndHearsOfUpdates() throws {
    var trigger = CombinedTrigger(name: "any", members: [a, b], needed: 1)
    trigger.updated(update)
    #expect(trigger.members.map { ($0 as? FiresAt)?.updates } == [1, 1])
    // A detector behind one that fires is fed all the same: its second error is in the second step.
    let detector = DetectorTrigger("d", AlarmAt([2]))
    var watched = CombinedTrigger(name: "any", members: [AlwaysTrigger(), detector], needed: 1)
    let seen = try (0..<3).map { try watched.decide(step($0, right: [false])).signal }
    #expect(seen == ["always", "always+d", "always"])
  }

  @Test func membersAreMadeByName() throws {
    struct Triggers: Components {
      func detector(_ component: Component) throws -> any DriftDetector { AlarmAt([]) }
      func strategy(_ component: Component) throws -> any UpdateStrategy { throw InputError("") }
      func trigger(_ component: Component) throws -> any Trigger {
        try EveryTrigger.entry.make(component.settings, self)
      }
    }
    let members = [2, 3].map { steps -> SettingValue in
      .component(Component(name: "every", settings: ["steps": .integer(steps)]))
    }
    for (entry, fired) in [(AnyTrigger.entry, [1, 2, 3, 5]), (AllTrigger.entry, [5])] {
      var trigger = try entry.make(["of": .list(members)], Triggers())
      #expect(try (0..<7).filter { try trigger.decide(step($0)).fires } == fired, "\(entry.name)")
    }
    #expect(throws: SettingError("name", "there is no trigger called every")) {
      try AnyTrigger.entry.make(["of": .list(members)], OneDetector())
    }
  }
}

@Suite struct TriggerFlopsTests {
  /// Takes so many operations a step.
  private struct Costly: Trigger, Codable {
    let each: Int
    var flops = 0
    mutating func decide(_ observation: Observation) -> Decision {
      flops += each
      return Decision(fires: true, signal: "costly")
    }
  }

  /// Triggers that hold others are charged for all of them.
  @Test func thoseOfMembersAddUp() throws {
    let members: [any Trigger] = [Costly(each: 2), Costly(each: 5)]
    var holders: [any Trigger] = [
      CombinedTrigger(name: "any", members: members, needed: 1), ThenTrigger(members, within: 2),
      GuardedTrigger(Costly(each: 7), ["cooldown": .integer(1)]),
    ]
    for i in holders.indices {
      _ = try holders[i].decide(step())
      #expect(holders[i].flops == 7)
    }
    #expect(NeverTrigger().flops == 0)
  }
}
