import Core
import Policies
import Testing

@Suite struct VolumeTriggerTests {
  /// What is known when so many of all labelled rows are new.
  func rows(new: Int, history: Int) -> Observation {
    Observation(
      step: 0, outcomes: [], newRows: new, historyRows: history, updates: 0, modelAge: 0)
  }

  @Test func firesFromSoManyNewRowsOn() throws {
    var trigger = try VolumeTrigger.entry.make(["rows": .integer(300)], OneDetector())
    for (new, fires) in [(0, false), (299, false), (300, true), (5000, true)] {
      let decision = try trigger.decide(rows(new: new, history: 9000))
      let value = Double(new)
      #expect(
        decision
          == Decision(
            fires: fires, signal: "new-rows", value: value, threshold: 300, setting: "rows",
            samples: [new]))
    }
  }

  /// A quarter of 800 older rows is 200.
  @Test func firesWhenTheHistoryHasGrownByAShare() throws {
    var trigger = try VolumeTrigger.entry.make(["growth": .number(0.25)], OneDetector())
    #expect(try !trigger.decide(rows(new: 199, history: 999)).fires)
    let decision = try trigger.decide(rows(new: 200, history: 1000))
    #expect(decision.fires && decision.threshold == 200 && decision.setting == "growth")
    #expect(try !trigger.decide(rows(new: 0, history: 0)).fires)
  }

  @Test func oneOfTheTwoIsGiven() {
    let problem = SettingError("rows", "rows and growth are both given; allowed: one of them")
    #expect(throws: problem) {
      try VolumeTrigger.entry.make(["growth": .number(1), "rows": .integer(3)], OneDetector())
    }
  }

  @Test func alwaysIsAlways() throws {
    var trigger = try AlwaysTrigger.entry.make([:], OneDetector())
    #expect(try trigger.decide(step()) == Decision(fires: true, signal: "always"))
  }
}
