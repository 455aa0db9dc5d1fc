import Core
import Numerics
import Testing

@testable import Policies

@Suite struct ThenTriggerTests {
  /// Every firing that ends a chain of firings, each member's in a later step than the one before and at most
  /// `within` steps later, found by trying all chains.
  func expected(_ firings: [Set<Int>], within: Int, steps: Int) -> [Int] {
    func chains(to i: Int, endingAt t: Int) -> Bool {
      guard firings[i].contains(t) else { return false }
      return i == 0 || (max(0, t - within)..<t).contains { chains(to: i - 1, endingAt: $0) }
    }
    return (0..<steps).filter { chains(to: firings.count - 1, endingAt: $0) }
  }

  @Test(arguments: 1...3, [1, 2, 7])
  func firesAtTheEndOfEveryChain(_ members: Int, _ within: Int) throws {
    var random = RandomStream(seed: 8)
    for _ in 0..<200 {
      let firings = (0..<members).map { _ in Set((0..<12).filter { _ in random.bernoulli(0.3) }) }
      var trigger = ThenTrigger(
        firings.map { FiresAt(name: "a", steps: $0) }, within: within)
      let fired = try (0..<12).filter { try trigger.decide(step($0)).fires }
      #expect(fired == expected(firings, within: within, steps: 12), "\(firings)")
    }
  }

  @Test func saysWhatItWaitsForAndForgetsAtAnUpdate() throws {
    let members = [FiresAt(name: "a", steps: [1]), FiresAt(name: "b", steps: [0, 3, 5, 6])]
    var trigger = ThenTrigger(members, within: 4)
    let decisions = try (0..<7).map { try trigger.decide(step($0)) }
    #expect(decisions.map(\.fires) == [false, false, false, true, false, true, false])
    #expect(decisions.map(\.value) == [0, 1, 1, 2, 1, 2, 0])
    #expect(decisions.map(\.signal) == ["a", "b", "b", "b", "b", "b", "a"])
    #expect(decisions.allSatisfy { $0.threshold == 2 && $0.heldBy == nil })
    var updated = ThenTrigger(members, within: 4)
    for i in 0..<3 { _ = try updated.decide(step(i)) }
    updated.updated(update)
    #expect(try !updated.decide(step(3)).fires)
  }

  @Test func aGuardOfTheLastIsTold() throws {
    let last = FiresAt(name: "b", steps: [], heldBy: [0: "cooldown", 2: "cooldown"])
    var trigger = ThenTrigger([FiresAt(name: "a", steps: [1]), last], within: .max)
    let decisions = try (0..<3).map { try trigger.decide(step($0)) }
    #expect(decisions.map(\.heldBy) == [nil, nil, "cooldown"])
    #expect(decisions.map(\.turn) == [0, 0, 1])
    // Also where the one before it fires again in the same step.
    var again = ThenTrigger([FiresAt(name: "a", steps: [1, 2]), last], within: .max)
    #expect(try (0..<3).map { try again.decide(step($0)).heldBy } == [nil, nil, "cooldown"])
  }
}
