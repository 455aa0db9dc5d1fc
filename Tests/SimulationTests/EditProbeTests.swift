import Core
import Numerics
import Strategies
import Testing
import Training

@testable import Simulation

@Suite struct EditProbeTests {
  /// Row i is about i mod 7; x₁ is 1, of held-out rows −1 for even i; in other words it is 1 for even
  /// subjects, else −1.
  private static var stream: FakeStream {
    var stream = FakeStream(rows: 12) { i in
      ([Float(i), i >= 1_000_000 && i % 2 == 0 ? -1 : 1], Float((i % 3 + 3) % 3))
    }
    stream.subject = { Int($0[$0.startIndex]) % 7 }
    stream.wording = { [Float($0), $0 % 2 == 0 ? 1 : -1] }
    return stream
  }

  /// Class 0 whatever the row; then class 1 where x₁ > 0, else 0.
  private static let networks = GivenNetworks(
    [0, 0, 0, 0, 0, 0, 5, 0, 0], [0, 0, 0, 0, 10, 0, 5, 0, 0])

  /// Rows 0…7 have the labels 0 1 2 0 1 2 0 1 and are all answered 0: rows 1 2 4 5 7 are wrong. All become
  /// 1: 1 4 7 are right. In other words, about 1 2 4 5 0, they become 0 1 1 0 1: 4 and 7 are right. Of the
  /// held-out rows 1000000…13, about 1 2 3 4 5 6 0 and again, those about 3 and 6 are unrelated: 1000002,
  /// …05, …09, …12; the even ones keep their answer.
  @Test func anUpdateByHand() throws {
    var plan = Plan(Self.stream)
    (plan.holdout, plan.edits) = (14, true)
    let log = try plan.log(Self.networks, firingAt: [1])
    #expect(
      log.edits == [
        EditRecord(step: 1, requests: 5, effective: 3, general: 2, unrelated: 4, unchanged: 2)
      ])
    plan.edits = false
    #expect(try plan.log(Self.networks, firingAt: [1]).edits.isEmpty)
  }

  /// Rows as they were before, but for what is asked of the model: 8 rows and 4 before, 5, 5 and 4 after, of
  /// 12 FLOP.
  @Test func theRunIsTheSame() throws {
    var plan = Plan(Self.stream)
    plan.holdout = 14
    let without = try plan.log(Incremental(), firingAt: [1])
    plan.edits = true
    let with = try plan.log(Incremental(), firingAt: [1])
    #expect(with.steps == without.steps && with.evaluations == without.evaluations)
    func others(_ log: RunLog) -> [LedgerEntry] {
      log.ledger.filter { $0.component != .evaluation }
    }
    #expect(others(with) == others(without))
    func spent(_ log: RunLog) -> Int {
      log.ledger.filter { $0.component == .evaluation }.reduce(0) { $0 + Int($1.amount) }
    }
    let record = try #require(with.edits.first)
    let asked = 8 + 2 * record.requests + 2 * record.unrelated
    #expect(spent(with) - spent(without) == 12 * asked)
  }

  @Test func whatIsRightIsNoEdit() throws {
    var stream = Self.stream
    stream.row = { i in ([Float(i), 1], 0) }
    var plan = Plan(stream)
    plan.edits = true
    #expect(try plan.log(Self.networks, firingAt: [0, 1]).edits.map(\.step) == [1])
  }

  @Test func rowsAboutNothingAreNoEdits() throws {
    var plan = Plan(.numbered(12))
    plan.edits = true
    let log = try plan.log(Self.networks, firingAt: [1])
    #expect(log.edits.isEmpty && log.outcome == .completed)
  }
}
