import Catalog
import Core
import Numerics
import Testing

/// Guards and combinations of triggers, as a scenario says them.
@Suite struct TriggerTests {
  private func scenario(triggers: String) throws(InputErrors) -> Scenario {
    let text = """
      name: t
      stream: {generator: sea, rows: 100}
      strategies: [incremental]
      triggers:
      \(triggers)
      """
    return try Catalog.standard.scenario(text: text, file: "t.yaml")
  }

  private func decisions(_ trigger: any Trigger, steps: Int) throws -> [Decision] {
    var trigger = trigger
    return try (0..<steps).map {
      try trigger.decide(
        Observation(
          step: $0, outcomes: [], newRows: 10, historyRows: 10, updates: 1, modelAge: 0))
    }
  }

  @Test func everyTriggerTakesGuards() throws {
    for entry in Catalog.standard.triggers.entries {
      let names = entry.settings.suffix(3).map(\.name)
      #expect(names == ["cooldown", "max-updates", "min-new-rows"], "\(entry.name)")
    }
    let plans = try scenario(triggers: "  - {name: always, max-updates: [1, 2]}").triggers
    #expect(plans.map(\.label) == ["always max-updates=1", "always max-updates=2"])
    #expect(try decisions(plans[0].make(), steps: 1).map(\.heldBy) == ["max-updates"])
    #expect(try decisions(plans[1].make(), steps: 1).map(\.fires) == [true])
  }

  @Test func triggersHoldTriggers() throws {
    let plans = try scenario(
      triggers: """
          - name: all
            of: [{name: every, steps: 2}, {name: any, of: [{name: every, steps: 3}, never]}]
          - {name: any, of: [{name: always, min-new-rows: 11}]}
        """
    ).triggers
    let fired = try decisions(plans[0].make(), steps: 12).map(\.fires)
    #expect(fired.indices.filter { fired[$0] } == [5, 11])
    #expect(try decisions(plans[1].make(), steps: 1).map(\.heldBy) == ["min-new-rows"])
  }

  /// 400 runs of rows of one law, tested once each at a level of .05: 20 alarms expected, more than 40 once in
  /// a hundred thousand times; rows moved by a standard deviation are always found.
  @Test(arguments: ["ks", "cvm"])
  func unmovedInputsFireAsSeldomAsTheLevelSays(_ test: String) throws {
    let plan = try #require(
      try scenario(
        triggers:
          "  - {name: input-drift, test: \(test), reference: 60, current: 60, level: 0.05}"
      ).triggers.first)
    func alarms(shift: Float, runs: Int) throws -> Int {
      var random = RandomStream(seed: 12)
      return try (0..<runs).count { run in
        var trigger = try plan.make()
        let rows = (0..<120).map { Float(random.normal()) + ($0 < 60 ? 0 : shift) }
        return try trigger.decide(
          Observation(
            step: run, outcomes: [], newRows: 0, historyRows: 0, updates: 0, modelAge: 0,
            inputs: Matrix(rows: 120, columns: 1, rows))
        ).fires
      }
    }
    #expect(try alarms(shift: 0, runs: 400) <= 40)
    #expect(try alarms(shift: 1, runs: 20) == 20)
  }

  @Test(arguments: [
    ("- {name: any, of: [{name: evry, steps: 4}]}", "of[0].name: evry is not a known trigger"),
    ("- {name: any, of: [{name: every}]}", "of[0].steps: missing"),
    ("- {name: all, of: [{name: always, coldown: 5}]}", "of[0].coldown: unknown key"),
    ("- {name: all, of: []}", "of: a list of 0; allowed: a list of 1 to 100"),
    ("- {name: all}", "of: missing"),
    ("- {name: always, cooldown: -1}", "cooldown: -1 is out of range"),
  ])
  func aMistakeIsToldWhereItIs(line: String, words: String) {
    let error = #expect(throws: InputErrors.self) { try scenario(triggers: "  " + line) }
    #expect(error?.errors.count == 1)
    #expect(error?.description.hasPrefix("t.yaml:5: triggers[0].\(words)") == true)
  }
}
