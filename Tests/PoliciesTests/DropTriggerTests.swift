import Core
import Policies
import Testing

@Suite struct DropTriggerTests {
  func make(_ settings: SettingValues) throws -> any Trigger {
    try DropTrigger.entry.make(settings, OneDetector())
  }

  /// A step with so many of four rows right.
  func step4(_ right: Int) -> Observation { step(right: (0..<4).map { $0 < right }) }

  /// Accuracies 1, .5 | .75, .5, .25, … against the mean of the two before: .75, .625, .625, .375.
  @Test func firesBelowTheMeanOfTheStepsBefore() throws {
    var trigger = try make(["window": .integer(2), "by": .number(0.25)])
    let decisions = try [4, 2, 3, 2, 1].map { try trigger.decide(step4($0)) }
    #expect(decisions.map(\.value) == [1, 0.5, 0.75, 0.5, 0.25])
    #expect(decisions.map(\.threshold) == [nil, nil, 0.5625, 0.46875, 0.46875])
    #expect(decisions.map(\.fires) == [false, false, false, false, true])
    #expect(decisions.allSatisfy { $0.signal == "accuracy" && $0.heldBy == nil })
    #expect(
      decisions.allSatisfy { $0.relation == .below && $0.setting == "by" && $0.samples == [4] })
  }

  @Test func absoluteIsInUnitsOfTheMetric() throws {
    var trigger = try make([
      "window": .integer(1), "by": .number(0.25), "measure": .text("absolute"),
    ])
    let decisions = try [4, 3, 2, 0].map { try trigger.decide(step4($0)) }
    #expect(decisions.map(\.threshold) == [nil, 0.75, 0.5, 0.25])
    #expect(decisions.map(\.fires) == [false, false, false, true])
  }

  @Test func aLossFiresOverTheMean() throws {
    var trigger = try make([
      "window": .integer(1), "by": .number(0.5), "metric": .text("loss"),
    ])
    let losses: [Float] = [2, 3, 4, 6.5, .nan, 6.5, .infinity, 9]
    let decisions = try losses.map { try trigger.decide(step(right: [true], losses: [$0])) }
    #expect(decisions.map(\.threshold) == [nil, 3, 4.5, 6, 9.75, 9.75, 9.75, 9.75])
    #expect(decisions.map(\.fires) == [false, false, false, true, true, false, true, false])
  }

  @Test func stepsWithoutLabelsCountForNothing() throws {
    var trigger = try make(["window": .integer(1)])
    _ = try trigger.decide(step4(4))
    let silent = try trigger.decide(step())
    #expect(
      silent
        == Decision(
          fires: false, signal: "accuracy", threshold: 0.9, relation: .below, setting: "by",
          samples: [0]))
    #expect(try trigger.decide(step4(3)).fires)
  }

  @Test func anUpdateDoesNotMoveTheMean() throws {
    var trigger = try make(["window": .integer(2)])
    for _ in 0..<2 { _ = try trigger.decide(step4(4)) }
    trigger.updated(update)
    #expect(try trigger.decide(step4(1)).fires)
    #expect(try trigger.decide(step4(1)).threshold == 0.9 * 0.625)
  }

  /// Scores 1, .25, .5, 0 of the window sorted: 0, .25, .5, 1; the .5-quantile lies half-way between .25 and .5, the
  /// .9-quantile .7 of the way from .5 to 1.
  @Test(arguments: [(0.5, 0.375), (0.9, 0.85), (0.2, 0.15)])
  func aQuantileLiesBetweenTwoScores(_ quantile: Double, _ limit: Double) throws {
    var trigger = try make(["window": .integer(4), "quantile": .number(quantile)])
    for right in [4, 1, 2, 0] { #expect(try !trigger.decide(step4(right)).fires) }
    let decision = try trigger.decide(step4(1))
    #expect(abs((decision.threshold ?? .nan) - limit) < 1e-12)
    #expect(decision.fires == (0.25 < limit))
    var losses = try make([
      "window": .integer(4), "quantile": .number(1 - quantile), "metric": .text("loss"),
    ])
    for loss: Float in [1, 0.25, 0.5, 0] {
      _ = try losses.decide(step(right: [true], losses: [loss]))
    }
    #expect(decision.setting == "quantile")
    let over = try losses.decide(step(right: [true], losses: [0.5]))
    #expect(over.relation == .above)
    #expect(abs((over.threshold ?? .nan) - limit) < 1e-12)
    #expect(over.fires == (0.5 > limit))
  }

  @Test(arguments: ["by", "measure"]) func aQuantileTakesTheirPlace(_ other: String) {
    let value: SettingValue = other == "by" ? .number(0.1) : .text("absolute")
    let error = #expect(throws: SettingError.self) {
      try make(["quantile": .number(0.1), other: value])
    }
    #expect(error?.name == other)
  }
}
