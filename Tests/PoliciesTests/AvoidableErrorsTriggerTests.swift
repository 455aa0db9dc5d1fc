import Core
import Numerics
import Policies
import Testing

@Suite struct AvoidableErrorsTriggerTests {
  func trigger(_ expected: Double, _ count: Double) throws -> any Trigger {
    try AvoidableErrorsTrigger.entry.make(
      ["expected": .number(expected), "count": .number(count)], OneDetector())
  }

  func rows(wrong: Int, of count: Int) -> Observation {
    step(right: (0..<count).map { $0 >= wrong })
  }

  @Test func saysHowManyLabelsItCounted() throws {
    var trigger = try trigger(0.9, 3)
    #expect(
      try (0..<3).map { _ in try trigger.decide(rows(wrong: 1, of: 4)).samples } == [
        [4], [8], [12],
      ])
    trigger.updated(update)
    let decision = try trigger.decide(rows(wrong: 0, of: 5))
    #expect(decision.samples == [5] && decision.setting == "count")
  }

  /// Of ten labels one error is expected: 3 make 2, none pays nothing back, 2 make 1 more.
  @Test func sumsWhatIsBeyondExpectation() throws {
    var trigger = try trigger(0.9, 3)
    func decided(_ wrong: Int, of count: Int = 10) throws -> (Bool, Double) {
      let decision = try trigger.decide(rows(wrong: wrong, of: count))
      #expect(decision.signal == "avoidable-errors" && decision.threshold == 3)
      return (decision.fires, try #require(decision.value))
    }
    for (wrong, count, sum) in [(3, 10, 2.0), (0, 10, 2), (0, 0, 2), (1, 10, 2), (2, 10, 3)] {
      let (fires, value) = try decided(wrong, of: count)
      #expect(abs(value - sum) < 1e-12 && fires == (sum > 2.5))
    }
    // It goes on firing until there is an update, and then begins again.
    #expect(try decided(0).0)
    trigger.updated(update)
    let (fires, value) = try decided(3)
    #expect(!fires && abs(value - 2) < 1e-12)
  }

  @Test func limits() throws {
    var nothing = try trigger(0, 1e-9)
    var everything = try trigger(1, 5)
    for i in 0..<4 {
      #expect(try !nothing.decide(rows(wrong: 7, of: 7)).fires)
      #expect(try everything.decide(rows(wrong: 2, of: 7)).value == Double(2 * (i + 1)))
    }
    #expect(try everything.decide(rows(wrong: 0, of: 7)).fires)
  }

  /// At the expected accuracy itself chance alone adds about .4 √(a (1 − a) n) a step; over 2 000 steps of 100
  /// labels the mean has a standard error of 1.3 % of that.
  @Test func chanceCountsToo() throws {
    var (trigger, random) = (try trigger(0.8, 1e9), RandomStream(seed: 5))
    var sum = 0.0
    for _ in 0..<2000 {
      let right = (0..<100).map { _ in random.bernoulli(0.8) }
      sum = try #require(try trigger.decide(step(right: right)).value)
    }
    let wanted = 16.0.squareRoot() / (2 * Double.pi).squareRoot()
    #expect(abs(sum / 2000 - wanted) < 0.05 * wanted)
  }
}
