import Core
import Testing
import Training

@testable import Policies

@Suite struct GuardedTriggerTests {
  /// Decisions of a guarded trigger, with an accepted update wherever it fires and 10 new rows a step.
  func decisions(
    of entry: Entry<any Trigger> = AlwaysTrigger.entry, _ settings: SettingValues, steps: Int
  ) throws -> [Decision] {
    var trigger = try entry.guarded.make(settings, OneDetector())
    var (newRows, updates) = (0, 0)
    return try (0..<steps).map { step in
      newRows += 10
      let decision = try trigger.decide(
        Observation(
          step: step, outcomes: [], newRows: newRows, historyRows: 1000, updates: updates,
          modelAge: 0))
      if decision.fires {
        trigger.updated(UpdateReport(step: step, action: "test", usage: Usage()))
        (newRows, updates) = (0, updates + 1)
      }
      return decision
    }
  }

  func fired(_ decisions: [Decision]) -> [Int] { decisions.indices.filter { decisions[$0].fires } }

  @Test func cooldownHoldsForSoManyStepsAfterAnUpdate() throws {
    let seen = try decisions(["cooldown": .integer(2)], steps: 8)
    #expect(fired(seen) == [0, 3, 6])
    let cooldown = Decision.GuardState("cooldown", value: 1, limit: 2, holds: true)
    #expect(seen[1] == Decision(fires: true, signal: "always", guards: [cooldown]))
    #expect(seen[1].heldBy == "cooldown")
    #expect(fired(try decisions(["cooldown": .integer(0)], steps: 3)) == [0, 1, 2])
  }

  @Test func maxUpdatesHoldsForGood() throws {
    let seen = try decisions(["max-updates": .integer(2)], steps: 6)
    #expect(fired(seen) == [0, 1])
    #expect(seen[2...].allSatisfy { $0.heldBy == "max-updates" })
    #expect(fired(try decisions(["max-updates": .integer(0)], steps: 3)).isEmpty)
  }

  @Test func minNewRowsWaitsForRows() throws {
    let seen = try decisions(["min-new-rows": .integer(30)], steps: 8)
    #expect(fired(seen) == [2, 5])
    #expect(seen[0].heldBy == "min-new-rows")
  }

  @Test func theFirstThatObjectsIsTold() throws {
    let all: SettingValues = [
      "min-new-rows": .integer(20), "max-updates": .integer(1), "cooldown": .integer(1),
    ]
    let seen = try decisions(all, steps: 4)
    #expect(seen.map(\.heldBy) == ["min-new-rows", nil, "cooldown", "max-updates"])
  }

  /// The schedule goes on under the guard; what falls into it is not made up for, and a hold of the
  /// trigger's own has no guard. Signal, value and threshold stay the trigger's.
  @Test func theTriggerDecidesAsWithoutGuards() throws {
    let settings: SettingValues = ["steps": .integer(2), "cooldown": .integer(3)]
    let seen = try decisions(of: EveryTrigger.entry, settings, steps: 10)
    #expect(fired(seen) == [1, 5, 9])
    #expect(seen.map(\.value) == [1, 2, 1, 2, 1, 2, 1, 2, 1, 2])
    let guards = [nil, nil, nil, "cooldown", nil, nil, nil, "cooldown", nil, nil]
    #expect(seen.map(\.heldBy) == guards)
  }

  @Test func theTriggerHearsOfUpdates() throws {
    var trigger = try BelowTrigger.entry.guarded.make(
      ["threshold": .number(1), "window": .integer(1), "cooldown": .integer(1)], OneDetector())
    #expect(try trigger.decide(step(0, right: [false])).fires)
    trigger.updated(update)
    #expect(try trigger.decide(step(2)).value == nil)
  }

  @Test func noGuardIsNoWrapper() throws {
    let entry = AlwaysTrigger.entry.guarded
    #expect(try !(entry.make([:], OneDetector()) is GuardedTrigger))
    #expect(entry.settings.map(\.name).prefix(3) == ["cooldown", "max-updates", "min-new-rows"])
    #expect(EveryTrigger.entry.guarded.settings.first?.name == "steps")
  }
}
