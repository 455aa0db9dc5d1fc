import Core
import Policies
import Testing

@Suite struct ClairvoyantTriggerTests {
  func fired(_ trigger: any Trigger, steps: Int = 30) throws -> [Int] {
    var trigger = trigger
    trigger.reveal([3...3, 10...14])
    return try (0..<steps).filter { try trigger.decide(step($0)).fires }
  }

  func make(_ settings: SettingValues) throws -> any Trigger {
    try ClairvoyantTrigger.entry.guarded.make(settings, Nested())
  }

  @Test func firesWhereTransitionsBeginOrEnd() throws {
    #expect(try fired(make([:])) == [3, 10])
    #expect(try fired(make(["at": .text("end")])) == [3, 14])
    #expect(try fired(make(["at": .text("end"), "lag": .integer(2)])) == [5, 16])
    // A drift whose time comes after the end never does.
    #expect(try fired(make(["lag": .integer(20)])) == [23])
  }

  /// Whatever holds one is one, and passes on what it is told.
  @Test func whatHoldsOneIsTold() throws {
    let member = SettingValue.component(Component(name: "clairvoyant", settings: [:]))
    let every = SettingValue.component(
      Component(name: "every", settings: ["steps": .integer(11)]))
    let guarded = try make(["cooldown": .integer(1)])
    let review = try ReviewTrigger.entry.make(["of": member], Nested())
    for trigger in [guarded, review] {
      #expect(trigger.isClairvoyant)
      #expect(try fired(trigger) == [3, 10])
    }
    let any = try AnyTrigger.entry.make(["of": .list([member, every])], Nested())
    #expect(try any.isClairvoyant && fired(any) == [3, 10, 21])
    let then = try ThenTrigger.entry.make(["of": .list([member, every])], Nested())
    #expect(try then.isClairvoyant && fired(then) == [10, 21])
    #expect(try !AnyTrigger.entry.make(["of": .list([every])], Nested()).isClairvoyant)
  }

  @Test func unknownDriftsAreRefused() throws {
    #expect(throws: SettingError.self) { try make([:]).check(RunConditions()) }
    try make([:]).check(RunConditions(drifts: []))
  }
}
