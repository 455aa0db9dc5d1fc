import Core
import Policies
import Testing

@Suite struct DetectorTriggerTests {
  func make(_ numbers: Set<Int>) throws -> any Trigger {
    let component = Component(name: "some-detector", settings: [:])
    return try DetectorTrigger.entry.make(
      ["detector": .component(component)], OneDetector(product: AlarmAt(numbers)))
  }

  @Test func firesWhenAnyErrorOfTheStepAlarms() throws {
    var trigger = try make([2, 4, 5])
    let steps = [[false, true], [true, false, true], [], [false, false, false]]
    let decisions = try steps.enumerated().map { try trigger.decide(step($0, right: $1)) }
    // Errors 1 | 2 | none | 3, 4, 5.
    #expect(decisions.map(\.fires) == [false, true, false, true])
    #expect(decisions.map(\.value) == [0, 1, 0, 2])
    #expect(decisions.allSatisfy { $0.signal == "some-detector" && $0.threshold == 1 })
  }

  @Test func theDetectorGoesOnThroughUpdates() throws {
    var trigger = try make([3])
    _ = try trigger.decide(step(0, right: [false, false]))
    trigger.updated(update)
    #expect(try trigger.decide(step(1, right: [false])).fires)
  }

  @Test func aCopyHasItsOwnDetector() throws {
    var original = try make([2])
    _ = try original.decide(step(0, right: [false]))
    var copy = original
    #expect(try copy.decide(step(1, right: [false])).fires)
    #expect(try original.decide(step(1, right: [true])).value == 0)
    #expect(try original.decide(step(2, right: [false])).fires)
  }

  @Test func isMadeWithAdwinUnlessToldOtherwise() throws {
    var trigger = try DetectorTrigger.entry.make([:], OneDetector())
    #expect(try trigger.decide(step()).signal == "adwin")
  }

  @Test func aDetectorThatRefusesStopsTheRun() throws {
    struct Refusing: DriftDetector, Codable {
      mutating func update(_ value: Double) throws -> DriftSignal { throw InputError("no") }
    }
    var trigger = try DetectorTrigger.entry.make([:], OneDetector(product: Refusing()))
    #expect(throws: InputError("no")) { try trigger.decide(step(right: [true])) }
  }

  private func heeding(_ numbers: Set<Int>) throws -> any Trigger {
    try DetectorTrigger.entry.make(["on": .text("warning")], OneDetector(product: AlarmAt(numbers)))
  }

  /// The detector warns at errors and is stable at right answers: a step ends as its last answer is.
  @Test func aWarningMakesACandidateReadyAndCalmGivesItUp() throws {
    var (trigger, plain) = (try heeding([6]), try make([6]))
    let steps: [[Bool]] = [
      [true], [true, false], [], [false, true, false], [false, true], [true],
      [false, false, false],
      [false], [true],
    ]
    let seen = try steps.enumerated().map { try trigger.decide(step($0, right: $1)) }
    // Errors 1 | 2, 3 | 4 | 5, 6, 7 | 8: the alarm of step 6 leaves the candidate where it is.
    #expect(
      seen.map(\.preparation) == [nil, .begin, nil, nil, .giveUp, nil, nil, .begin, .giveUp])
    #expect(seen.map(\.fires) == steps.indices.map { $0 == 6 })
    let unheeded = try steps.enumerated().map { try plain.decide(step($0, right: $1)) }
    #expect(unheeded.map(\.fires) == seen.map(\.fires))
    #expect(unheeded.allSatisfy { $0.preparation == nil })
  }

  @Test func anUpdateTakesTheCandidate() throws {
    var trigger = try heeding([])
    #expect(try trigger.decide(step(0, right: [false])).preparation == .begin)
    trigger.updated(update)
    // Calm afterwards gives nothing up; another warning begins afresh.
    #expect(try trigger.decide(step(1, right: [true])).preparation == nil)
    #expect(try trigger.decide(step(2, right: [false])).preparation == .begin)
  }

  /// An alarm that a guard holds back leaves the candidate, which is given up when calm returns.
  @Test func aHeldAlarmGivesUpLater() throws {
    var trigger = try DetectorTrigger.entry.guarded.make(
      ["on": .text("warning"), "max-updates": .integer(0)], OneDetector(product: AlarmAt([2])))
    let seen = try [[false], [false], [true]].enumerated().map {
      try trigger.decide(step($0, right: $1))
    }
    #expect(seen.map(\.preparation) == [.begin, nil, .giveUp])
    #expect(seen.map(\.heldBy) == [nil, "max-updates", nil])
  }
}
