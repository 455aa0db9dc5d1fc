import Core
import Testing

@testable import Policies

/// Makes the triggers that these tests put into each other.
struct Nested: Components {
  var member: any Trigger = NeverTrigger()

  func detector(_ component: Component) throws -> any DriftDetector { AlarmAt([2]) }
  func strategy(_ component: Component) throws -> any UpdateStrategy {
    throw SettingError(component.name, "there is no strategy in these tests")
  }
  func trigger(_ component: Component) throws -> any Trigger {
    switch component.name {
    case "every": try EveryTrigger.entry.guarded.make(component.settings, self)
    case "review": try ReviewTrigger.entry.guarded.make(component.settings, self)
    case "detector": try DetectorTrigger.entry.guarded.make(component.settings, self)
    case "clairvoyant": try ClairvoyantTrigger.entry.guarded.make(component.settings, self)
    default: member
    }
  }
}

@Suite struct ReviewTriggerTests {
  func every(_ steps: Int) -> SettingValue {
    .component(Component(name: "every", settings: ["steps": .integer(steps)]))
  }

  func reviewed(_ of: SettingValue, minutes: Double, rejectRate: Double = 0) -> SettingValue {
    .component(
      Component(
        name: "review",
        settings: ["of": of, "minutes": .number(minutes), "reject-rate": .number(rejectRate)]))
  }

  func decisions(_ entry: Entry<any Trigger>, _ settings: SettingValues, steps: Int) throws
    -> [Decision]
  {
    var trigger = try entry.make(settings, Nested())
    return try (0..<steps).map { try trigger.decide(step($0)) }
  }

  /// But for the review, the trigger within.
  @Test func firesAsTheTriggerWithin() throws {
    let seen = try decisions(
      ReviewTrigger.entry,
      ["of": every(3), "minutes": .number(20), "reject-rate": .number(0.25)], steps: 7)
    let plain = try decisions(EveryTrigger.entry, ["steps": .integer(3)], steps: 7)
    #expect(seen.map(\.fires) == plain.map(\.fires))
    for (seen, plain) in zip(seen, plain) {
      #expect(seen.review == (plain.fires ? .init(minutes: 20, rejectRate: 0.25) : nil))
      #expect(seen.signal == plain.signal && seen.value == plain.value)
      #expect(seen.threshold == plain.threshold && seen.setting == plain.setting)
    }
  }

  /// Two people, 10 and 5 minutes; a half and a tenth of the times no: .55 of the times one of them does.
  @Test func reviewsOfReviewsAddUp() throws {
    let seen = try decisions(
      ReviewTrigger.entry,
      [
        "of": reviewed(every(1), minutes: 10, rejectRate: 0.5), "minutes": .number(5),
        "reject-rate": .number(0.1),
      ], steps: 1)
    let review = try #require(seen[0].review)
    #expect(review.minutes == 15 && abs(review.rejectRate - 0.55) < 1e-12)
  }

  /// Of any: a person looks only where nothing fires without. Of all: always.
  @Test func combinationsAskForAReviewWhereTheyNeedOne() throws {
    let members = SettingValue.list([reviewed(every(2), minutes: 7), every(3)])
    let any = try decisions(AnyTrigger.entry, ["of": members], steps: 6)
    #expect(any.map(\.fires) == [false, true, true, true, false, true])
    #expect(any.map { $0.review?.minutes } == [nil, 7, nil, 7, nil, nil])
    let all = try decisions(AllTrigger.entry, ["of": members], steps: 6)
    #expect(all.map { $0.review?.minutes } == [nil, nil, nil, nil, nil, 7])
    // One after another: that of the last.
    let then = try decisions(
      ThenTrigger.entry, ["of": .list([every(3), reviewed(every(2), minutes: 7)])], steps: 4)
    #expect(then.map { $0.review?.minutes } == [nil, nil, nil, 7])
  }

  /// A held review is one that does not take place, and a warning passes guards and combinations.
  @Test func guardsHoldAndWarningsPass() throws {
    let held = try decisions(
      ReviewTrigger.entry.guarded, ["of": every(1), "max-updates": .integer(0)], steps: 1)
    #expect(!held[0].fires && held[0].heldBy == "max-updates")
    let detector = SettingValue.component(
      Component(name: "detector", settings: ["on": .text("warning")]))
    for entry in [AllTrigger.entry, ThenTrigger.entry] {
      var trigger = try entry.make(["of": .list([every(9), detector])], Nested())
      #expect(try trigger.decide(step(0, right: [false])).preparation == .begin)
    }
    var trigger = try ReviewTrigger.entry.make(["of": detector], Nested())
    #expect(try trigger.decide(step(0, right: [false])).preparation == .begin)
  }
}
