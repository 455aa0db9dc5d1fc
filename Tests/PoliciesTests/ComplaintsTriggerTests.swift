import Core
import Numerics
import Policies
import Testing

@Suite struct ComplaintsTriggerTests {
  func step(_ index: Int, _ complaints: Int, rows: Int) -> Observation {
    Observation(
      step: index, outcomes: [], newRows: 0, historyRows: 0, updates: 0, modelAge: 0,
      inputs: Matrix(rows: rows, columns: 1, Array(repeating: Float(0), count: rows)),
      complaints: complaints)
  }

  /// Shares of three steps: (0 + 1 + 2)/12, then 3/13, 3/14, 6/18; above a quarter it fires.
  @Test func sharesByHand() throws {
    var trigger = try ComplaintsTrigger.entry.make(
      ["rate": .number(0.25), "window": .integer(3)], OneDetector())
    let steps = [(0, 4), (1, 4), (2, 4), (0, 5), (1, 5), (5, 8)]
    let seen = try steps.enumerated().map { try trigger.decide(step($0, $1.0, rows: $1.1)) }
    let shares: [Double?] = [nil, nil, 0.25, 3.0 / 13, 3.0 / 14, 6.0 / 18]
    #expect(seen.map(\.value) == shares)
    #expect(seen.map(\.fires) == [false, false, false, false, false, true])
    #expect(seen[5].samples == [18] && seen[5].relation == .above && seen[5].setting == "rate")
    trigger.updated(update)
    #expect(try trigger.decide(step(6, 9, rows: 9)).value == nil)
  }

  @Test func withoutRowsNothingIsKnown() throws {
    var trigger = try ComplaintsTrigger.entry.make(["window": .integer(1)], OneDetector())
    #expect(try trigger.decide(step(0, 3, rows: 0)).value == nil)
    #expect(throws: SettingError.self) { try trigger.check(RunConditions()) }
    try trigger.check(RunConditions(hasComplaints: true))
  }
}
