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
      let names = entry.settings.suffix(7).map(\.name)
      let guards = [
        "cooldown", "max-updates", "min-new-rows", "budget-flop", "budget-money", "budget-updates",
        "pacing",
      ]
      #expect(names == guards, "\(entry.name)")
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

  /// What a trigger needs of a scenario is missing, at its line and key; with it, it is read.
  @Test(arguments: [
    ("complaints", "name: nobody complains", "stream.complaints={rate: 0.2}"),
    ("{name: cost-benefit, in: delay}", "in: no training has a duration", "hardware=cpu-core"),
    ("{name: cost-benefit, price: 1}", "in: errors have no price", "prices=default"),
    (
      "{name: always, budget-money: 5}", "budget-money: there are no prices",
      "prices={label: 1, compute: {price: 1, per: hour}}"
    ),
    ("{name: always, pacing: even}", "pacing: there is no budget", "triggers[0].budget-updates=3"),
    (
      "{name: any, of: [never, complaints]}", "of: [1].name: nobody complains",
      "stream.complaints={}"
    ),
    ("{name: review, of: complaints}", "of: name: nobody complains", "stream.complaints={}"),
  ])
  func whatATriggerNeedsIsAskedForBeforehand(trigger: String, words: String, cure: String) throws {
    func read(_ overrides: [String]) throws(InputErrors) {
      _ = try Catalog.standard.scenario(
        text: """
          name: t
          stream: {generator: sea, rows: 100}
          strategies: [incremental]
          triggers:
            - \(trigger)
          """, file: "t.yaml", overrides: overrides)
    }
    let error = #expect(throws: InputErrors.self) { try read([]) }
    #expect(
      error?.description.hasPrefix("t.yaml:5: triggers[0].\(words)") == true,
      "\(String(describing: error))")
    #expect(error?.errors.count == 1)
    // Money needs the machine that is paid for, too.
    let machine = cure.hasPrefix("prices") ? ["hardware=cpu-core"] : []
    try read([cure] + machine)
  }

  /// A strategy that asks a trigger of its own is shown no drifts to come, and nothing of the network.
  @Test(arguments: [
    ("clairvoyant", "it knows the drifts to come"),
    ("{name: input-drift, on: embeddings}", "a strategy is shown no embeddings"),
    ("{name: any, of: [never, {name: input-drift, on: embeddings}]}", "shown no embeddings"),
  ])
  func whatAStrategyCannotTellItsTriggerIsRefused(trigger: String, words: String) {
    let error = #expect(throws: InputErrors.self) {
      try Catalog.standard.scenario(
        text: """
          name: t
          stream: {generator: sea, rows: 100}
          strategies: [{name: hybrid, full: {trigger: \(trigger)}}]
          triggers: [always]
          """, file: "t.yaml")
    }
    #expect(error?.description.contains(words) == true, "\(String(describing: error))")
  }

  @Test func moneyThatNobodyCanTellIsRefused() {
    for (prices, words) in [
      ("{compute: {price: 1, per: hour}}", "allowed: with hardware"),
      ("{label: 1}", "allowed: with prices.compute"),
    ] {
      let error = #expect(throws: InputErrors.self) {
        try Catalog.standard.scenario(
          text: """
            name: t
            stream: {generator: sea, rows: 100}
            strategies: [incremental]
            triggers: [{name: always, budget-money: 1}]
            prices: \(prices)
            """, file: "t.yaml")
      }
      #expect(error?.description.contains(words) == true, "\(String(describing: error))")
    }
  }

  /// Nobody knows the drifts of a stream that changes with every row, and no strategy is told of any.
  @Test func aClairvoyantNeedsDriftsThatAreKnown() {
    for (stream, strategy, words) in [
      ("{generator: {name: hyperplane, change: 0.01}, rows: 100}", "incremental", "are unknown"),
      (
        "{generator: sea, rows: 100}",
        "{name: hybrid, fast: incremental, full: {trigger: clairvoyant}}",
        "strategies[0].full: trigger: name: it knows"
      ),
    ] {
      let error = #expect(throws: InputErrors.self) {
        try Catalog.standard.scenario(
          text: """
            name: t
            stream: \(stream)
            strategies: [\(strategy)]
            triggers: [\(strategy == "incremental" ? "clairvoyant" : "always")]
            """, file: "t.yaml")
      }
      #expect(error?.description.contains(words) == true, "\(String(describing: error))")
    }
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
    ("- {name: every, steps: 2, hours: 1}", "hours: steps and hours are both given"),
    ("- {name: every, minutes: 0}", "minutes: 0 is out of range"),
    ("- {name: cost-benefit, horizon: 5, in: delay}", "horizon: of no use in delay"),
    ("- {name: cara, by: periodic, threshold: 5}", "threshold: of no use by periodic"),
    ("- {name: cara, by: periodic, start: 5}", "start: a start without a period"),
    ("- {name: always, cooldown: -1}", "cooldown: -1 is out of range"),
  ])
  func aMistakeIsToldWhereItIs(line: String, words: String) {
    let error = #expect(throws: InputErrors.self) { try scenario(triggers: "  " + line) }
    #expect(error?.errors.count == 1)
    #expect(error?.description.hasPrefix("t.yaml:5: triggers[0].\(words)") == true)
  }
}
