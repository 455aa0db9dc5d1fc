import Core
import Policies
import Testing

@Suite struct NeverTriggerTests {
  @Test func holdsWhateverHappens() throws {
    var trigger = try NeverTrigger.entry.make([:], OneDetector())
    for index in 0..<50 {
      let decision = try trigger.decide(step(index, right: [false, false]))
      #expect(decision == Decision(fires: false, signal: "never"))
    }
  }
}
