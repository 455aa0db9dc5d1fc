import Core
import Numerics
import Policies
import Testing

@Suite struct ConfidenceTriggerTests {
  /// A step whose rows were answered with these confidences, and labels that arrived.
  func step(_ confidences: [Float], right: [Bool] = []) -> Observation {
    Observation(
      step: 0, outcomes: right.map { Outcome(label: 1, prediction: $0 ? 1 : 0, loss: 0) },
      newRows: 0, historyRows: 0, updates: 0, modelAge: 0,
      inputs: Matrix(rows: confidences.count, columns: 1),
      outputs: Matrix(
        rows: confidences.count, columns: 2,
        confidences.enumerated().flatMap { $0 % 2 == 0 ? [$1, 1 - $1] : [1 - $1, $1] }))
  }

  /// Two probabilities a row; four values more where the window is full.
  @Test func whatIsCharged() throws {
    var trigger = try make()
    _ = try trigger.decide(step([1, 0.5, 1, 1]))
    #expect(trigger.flops == 8)
    _ = try trigger.decide(step([1, 0.5, 1, 1]))
    #expect(trigger.flops == 20)
    trigger.updated(update)
    #expect(trigger.flops == 20)
  }

  func make(band: Double = 0.125) throws -> any Trigger {
    try ConfidenceTrigger.entry.make(
      ["window": .integer(4), "band": .number(band)], OneDetector())
  }

  /// Reference 1, .5, .5, 1: c₀ = .75; of four labels one is right: a₀ = .25. Then the last four rows have
  /// c = .75, .625 (at the band's end), .5, and after an update nothing is known.
  @Test func theEstimateMovesAsConfidenceDoes() throws {
    var trigger = try make()
    #expect(try trigger.decide(step([1, 0.5], right: [true, false])).value == nil)
    #expect(try trigger.decide(step([0.5, 1], right: [false, false])).value == nil)
    #expect(try trigger.decide(step([0.5, 0.5, 1], right: [true])).value == nil)
    let seen = try [[1], [0.5, 0.5, 0.5], [0.5]].map { try trigger.decide(step($0)) }
    #expect(seen.map(\.value) == [0.25, 0.125, 0])
    #expect(seen.map(\.threshold) == [0.375, 0.125, 0.125])
    #expect(seen.map(\.fires) == [false, false, true])
    #expect(seen.map(\.relation) == [.above, .below, .below])
    #expect(seen.allSatisfy { $0.signal == "estimated-accuracy" && $0.samples == [4, 4] })
    trigger.updated(update)
    #expect(try trigger.decide(step([0.5, 0.5, 0.5, 0.5])).value == nil)
  }

  /// Without labels the reference is the confidence itself; one step may fill both windows, and what is more
  /// sure than before leaves the band as well.
  @Test func withoutLabels() throws {
    var trigger = try make()
    let decision = try trigger.decide(step([0.5, 0.5, 0.5, 0.5, 0.5, 1, 1, 1, 1]))
    #expect(decision.value == 1 && decision.threshold == 0.625 && decision.fires)
  }

  /// Values have no confidence; numbers that are none fire.
  @Test func withoutConfidence() throws {
    var trigger = try make()
    let values = Observation(
      step: 0, outcomes: [], newRows: 0, historyRows: 0, updates: 0, modelAge: 0,
      inputs: Matrix(rows: 9, columns: 1), outputs: Matrix(rows: 9, columns: 1))
    #expect(
      try trigger.decide(values)
        == Decision(
          fires: false, signal: "estimated-accuracy", setting: "band", samples: [0, 0]))
    _ = try trigger.decide(step([1, 1, 1, 1]))
    #expect(try trigger.decide(step([.nan, .nan, .nan, .nan])).fires)
  }
}
