import Core
import Testing

@testable import Simulation

/// Refuses batches as it is told: those with the given numbers, the last of a row of `release` let out.
private struct Refusing: RowValidation, Codable {
  var numbers: Set<Int>
  var release = Int.max
  private var count = 0
  private var held: [Examples] = []

  init(_ numbers: Set<Int>, release: Int = .max) {
    self.numbers = numbers
    self.release = release
  }

  var stateBytes: Int { 0 }
  mutating func begin(_ reference: Examples, _ schema: Schema) {}

  mutating func inspect(_ arrived: Examples) -> RowVerdict {
    defer { count += 1 }
    guard numbers.contains(count) else {
      held = []
      return RowVerdict(checks: [], trainable: arrived)
    }
    let check = RowCheck("number", value: Double(count), threshold: 0)
    held.append(arrived)
    guard held.count == release else {
      return RowVerdict(checks: [check], trainable: arrived.gather([]))
    }
    var all = held[0]
    for rows in held.dropFirst() { all.append(rows) }
    held = []
    return RowVerdict(checks: [check], trainable: all, released: release - 1)
  }
}

@Suite struct QuarantineTests {
  /// 24 rows in steps of 4; rows 8…13 and 21 are broken.
  private static func plan(_ validation: Validation?) -> Plan {
    var stream = FakeStream.numbered(24)
    stream.corrupted = Set(8...13).union([21])
    var plan = Plan(stream)
    plan.validation = validation.map { made in ValidationPlan(label: "test") { made } }
    return plan
  }

  /// What reached the strategy, step by step, and the log.
  private static func run(
    _ validation: Validation?, delay: Int = 0
  ) throws -> (observed: [[Int]], records: [QuarantineRecord]) {
    var plan = plan(validation)
    plan.delay = delay
    let (events, log) = try plan.recorded()
    let observed = events.compactMap { event -> [Int]? in
      if case .observe(let rows) = event { rows } else { nil }
    }
    return (Array(observed.dropFirst()), log.quarantine)
  }

  private static func record(
    _ step: Int, _ action: QuarantineRecord.Action, _ rows: Int, corrupted: Int,
    arrival: Int? = nil, failure: Int? = nil
  ) -> QuarantineRecord {
    QuarantineRecord(
      step: step, arrival: arrival ?? step, action: action, rows: rows, corrupted: corrupted,
      failures: failure.map { [RowCheck("number", value: Double($0), threshold: 0)] } ?? [])
  }

  @Test func withoutValidationAllIsTrainedOnAndWhatIsBrokenNoted() throws {
    let (observed, records) = try Self.run(nil)
    #expect(observed.flatMap { $0 } == Array(0..<24))
    #expect(
      records == [
        Self.record(2, .accepted, 4, corrupted: 4), Self.record(3, .accepted, 4, corrupted: 2),
        Self.record(5, .accepted, 4, corrupted: 1),
      ])
  }

  @Test(arguments: [0, 1]) func whatIsRefusedReachesNoStrategy(_ delay: Int) throws {
    let (observed, records) = try Self.run(.checks(Refusing([1, 2])), delay: delay)
    let last = delay == 0 ? 24 : 20
    #expect(observed.flatMap { $0 } == Array(0..<4) + Array(12..<last))
    let expected = [
      Self.record(1 + delay, .quarantined, 4, corrupted: 0, failure: 1),
      Self.record(2 + delay, .quarantined, 4, corrupted: 4, failure: 2),
      Self.record(3 + delay, .accepted, 4, corrupted: 2),
      Self.record(5 + delay, .accepted, 4, corrupted: 1),
    ]
    #expect(records == Array(expected.prefix(delay == 0 ? 4 : 3)))
  }

  @Test func whatIsReleasedIsTrainedOnLater() throws {
    let (observed, records) = try Self.run(.checks(Refusing([1, 2, 3], release: 3)))
    #expect(
      observed.filter { !$0.isEmpty } == [
        [0, 1, 2, 3], Array(4..<16), [16, 17, 18, 19], [20, 21, 22, 23],
      ])
    #expect(
      records == [
        Self.record(1, .quarantined, 4, corrupted: 0, failure: 1),
        Self.record(2, .quarantined, 4, corrupted: 4, failure: 2),
        Self.record(3, .released, 4, corrupted: 0, arrival: 1),
        Self.record(3, .released, 4, corrupted: 4, arrival: 2),
        Self.record(3, .accepted, 4, corrupted: 2, failure: 3),
        Self.record(5, .accepted, 4, corrupted: 1),
      ])
  }

  @Test func theClairvoyantLeavesOutWhatIsBroken() throws {
    let (observed, records) = try Self.run(.clairvoyant)
    #expect(observed.flatMap { $0 } == Array(0..<8) + Array(14..<21) + [22, 23])
    #expect(records.map(\.rows) == [4, 2, 1] && records.allSatisfy { $0.corrupted == $0.rows })
  }

  /// Rows in quarantine are neither new rows for a trigger nor history, but errors on them are seen.
  @Test func observationsCountWhatMayBeTrainedOn() throws {
    let (events, _) = try Self.plan(.checks(Refusing([1, 2]))).recorded()
    let seen = events.compactMap { event -> [Int]? in
      guard case .decide(_, let outcomes, let newRows, let historyRows, _, _) = event else {
        return nil
      }
      return [outcomes.count, newRows, historyRows]
    }
    #expect(
      seen == [[4, 4, 7], [4, 4, 7], [4, 4, 7], [4, 8, 11], [4, 12, 15], [4, 16, 19]])
  }
}
