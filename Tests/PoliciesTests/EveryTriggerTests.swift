import Core
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

  @Test func stepsAreRequired() {
    #expect(EveryTrigger.entry.settings.map(\.isRequired) == [true])
  }
}
