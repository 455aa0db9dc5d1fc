import Core
import Numerics
import Policies
import Testing

@Suite struct EveryTriggerTests {
  @Test func firesAfterTheLastStepOfEveryK() throws {
    var trigger = try EveryTrigger.entry.make(["steps": .integer(3)], OneDetector())
    let decisions = try (0..<8).map { try trigger.decide(step($0)) }
    #expect(decisions.map(\.fires) == [false, false, true, false, false, true, false, false])
    #expect(decisions.map(\.value) == [1, 2, 3, 1, 2, 3, 1, 2])
    #expect(decisions.allSatisfy { $0.signal == "steps" && $0.threshold == 3 })
  }

  @Test func everyStepIsASchedule() throws {
    var trigger = try EveryTrigger.entry.make(["steps": .integer(1)], OneDetector())
    #expect(try (0..<5).allSatisfy { try trigger.decide(step($0)).fires })
  }

  @Test func anUpdateDoesNotMoveIt() throws {
    var trigger = try EveryTrigger.entry.make(["steps": .integer(4)], OneDetector())
    for index in 0..<12 {
      #expect(try trigger.decide(step(index)).fires == [3, 7, 11].contains(index))
      if index == 5 { trigger.updated(update) }
    }
  }

  @Test func onePeriodIsRequired() {
    for settings in [[:], ["steps": .integer(3), "days": .number(1)]] as [SettingValues] {
      #expect(throws: SettingError.self) {
        try EveryTrigger.entry.make(settings, OneDetector())
      }
    }
  }

  func fired(_ settings: SettingValues, stepSeconds: Double, steps: Int) throws -> [Int] {
    var trigger = try EveryTrigger.entry.make(settings, OneDetector())
    let run = RunFacts(steps: 0, random: RandomStream(seed: 0), stepSeconds: stepSeconds)
    return try (0..<steps).filter { step in
      let decision = try trigger.decide(
        Observation(
          step: step, outcomes: [], newRows: 0, historyRows: 0, updates: 0, modelAge: 0, run: run))
      #expect(decision.signal == settings.pairs[0].name)
      #expect(decision.fires == (decision.value ?? .nan >= decision.threshold ?? .nan))
      return decision.fires
    }
  }

  /// Steps of 50 s end at 50, 100, 150, …; the marks of 2 minutes are 120, 240, 360, 480, 600.
  @Test func timesByHand() throws {
    #expect(try fired(["minutes": .number(2)], stepSeconds: 50, steps: 12) == [2, 4, 7, 9, 11])
    // Several marks in a step are one; a step that ends on a mark has reached it.
    #expect(try fired(["seconds": .number(20)], stepSeconds: 50, steps: 3) == [0, 1, 2])
    #expect(try fired(["days": .number(0.5)], stepSeconds: 21600, steps: 6) == [1, 3, 5])
  }

  /// A time that is so many steps is as many steps, whatever the rounding: .7 and 2.1 are no binary fractions.
  @Test(arguments: [0.1, 0.7, 1, 7.3, 60, 1e6 / 3])
  func aTimeOfSoManyStepsIsAsManySteps(_ stepSeconds: Double) throws {
    for count in [1, 2, 3, 7, 10] {
      let steps = try fired(["steps": .integer(count)], stepSeconds: stepSeconds, steps: 2000)
      for (unit, seconds) in [("seconds", 1.0), ("minutes", 60), ("hours", 3600), ("days", 86400)] {
        let period = stepSeconds * Double(count) / seconds
        #expect(try fired([unit: .number(period)], stepSeconds: stepSeconds, steps: 2000) == steps)
      }
    }
  }
}
