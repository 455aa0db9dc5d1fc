import Core
import Policies
import Testing

@Suite struct BelowTriggerTests {
  func accuracy(_ threshold: Double, window: Int) throws -> any Trigger {
    try BelowTrigger.entry.make(
      ["threshold": .number(threshold), "window": .integer(window)], OneDetector())
  }

  func loss(_ threshold: Double, window: Int) throws -> any Trigger {
    try BelowTrigger.entry.make(
      ["metric": .text("loss"), "threshold": .number(threshold), "window": .integer(window)],
      OneDetector())
  }

  /// What is said of so many rows.
  func decision(
    _ value: Double?, fires: Bool = false, _ signal: String = "accuracy", threshold: Double = 0.6,
    rows: Int
  ) -> Decision {
    Decision(
      fires: fires, signal: signal, value: value, threshold: threshold,
      relation: signal == "loss" ? .above : .below, setting: "threshold", samples: [rows])
  }

  @Test func judgesTheLastRowsOnceTheWindowIsFull() throws {
    var trigger = try accuracy(0.6, window: 4)
    let filling = try trigger.decide(step(0, right: [false, false, false]))
    #expect(filling == decision(nil, rows: 3))
    // Wrong, wrong, wrong, right: 1/4.
    let full = try trigger.decide(step(1, right: [true]))
    #expect(full == decision(0.25, fires: true, rows: 4))
    // Wrong, right, right, right: 3/4; no rows change nothing.
    let better = decision(0.75, rows: 4)
    #expect(try trigger.decide(step(2, right: [true, true])) == better)
    #expect(try trigger.decide(step(3)) == better)
    // The last four of six.
    let worse = try trigger.decide(step(4, right: [true, true, false, true, false, false]))
    #expect(worse.value == 0.25 && worse.fires)
  }

  @Test func atTheThresholdHolds() throws {
    var accuracy = try accuracy(0.5, window: 2)
    #expect(try !accuracy.decide(step(right: [true, false])).fires)
    var loss = try loss(1.5, window: 2)
    #expect(try !loss.decide(step(right: [true, false], losses: [1, 2])).fires)
  }

  @Test func lossFiresOverTheThreshold() throws {
    var trigger = try loss(1.5, window: 2)
    let calm = try trigger.decide(step(0, right: [true, true], losses: [0.5, 1]))
    #expect(calm == decision(0.75, "loss", threshold: 1.5, rows: 2))
    let bad = try trigger.decide(step(1, right: [true, true], losses: [4, 2]))
    #expect(bad == decision(3, fires: true, "loss", threshold: 1.5, rows: 2))
  }

  @Test(arguments: [Float.infinity, .nan])
  func aLossThatIsNotFiniteFiresUntilItHasLeft(_ value: Float) throws {
    var trigger = try loss(1.5, window: 2)
    #expect(try trigger.decide(step(0, right: [true, true], losses: [0, value])).fires)
    let after = try trigger.decide(step(1, right: [true, true], losses: [1, 1]))
    #expect(after.value == 1 && !after.fires)
  }

  @Test func anUpdateEmptiesTheWindow() throws {
    var trigger = try accuracy(0.6, window: 3)
    #expect(try trigger.decide(step(0, right: [false, false, false, false])).fires)
    #expect(try trigger.decide(step(1)).fires)
    trigger.updated(update)
    #expect(try trigger.decide(step(2, right: [true, true])).value == nil)
    #expect(try trigger.decide(step(3, right: [false])).value == 2.0 / 3)
  }

  @Test func aWindowTurningManyTimesHoldsTheLastRows() throws {
    var trigger = try accuracy(0.5, window: 7)
    var all: [Bool] = []
    for index in 0..<60 {
      let right = (0..<index % 5).map { ($0 + index) * index % 3 == 0 }
      all += right
      let decision = try trigger.decide(step(index, right: right))
      let last = all.suffix(7)
      #expect(
        decision.value == (last.count < 7 ? nil : Double(last.count { $0 }) / 7), "step \(index)")
    }
    #expect(all.count > 70)
  }

  @Test func anAccuracyOverOneIsRefusedAndALossIsNot() throws {
    #expect(throws: SettingError.self) { try accuracy(1.1, window: 5) }
    _ = try accuracy(1, window: 5)
    _ = try loss(7, window: 5)
  }
}
