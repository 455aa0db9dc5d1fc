import Core
import Numerics
import Strategies
import Testing
import Training

@testable import Simulation

/// Labels of which only a share ever arrives.
@Suite struct LabelRateTests {
  static var plan: Plan {
    var plan = Plan(.numbered(4000))
    (plan.batch, plan.rate) = (40, 0.3)
    return plan
  }

  /// The numbers of the rows that the strategy observed after the warm-up, step by step.
  func observed(_ events: [Event]) -> [[Int]] {
    events.compactMap { if case .observe(let rows) = $0 { rows } else { nil } }
      .dropFirst().map { $0 }
  }

  /// How many outcomes the trigger saw, step by step, and the last counts it was told.
  func decided(_ events: [Event]) -> (outcomes: [Int], new: [Int], history: [Int]) {
    var result = (outcomes: [Int](), new: [Int](), history: [Int]())
    for case .decide(_, let outcomes, let new, let history, _, _) in events {
      result.outcomes.append(outcomes.count)
      result.new.append(new)
      result.history.append(history)
    }
    return result
  }

  @Test(arguments: [0.02, 0.3, 0.9]) func theShareArrives(_ rate: Double) throws {
    var plan = Self.plan
    plan.rate = rate
    let (events, log) = try plan.recorded(firingAt: [49])
    let rows = observed(events)
    let error = (4000 * rate * (1 - rate)).squareRoot()
    #expect(abs(Double(rows.joined().count) - 4000 * rate) < 4 * error)
    // Row by row: no place in a batch is favoured.
    for half in [0..<20, 20..<40] {
      let count = rows.joined().count { half.contains($0 % 40) }
      #expect(abs(Double(count) - 2000 * rate) < 4 * error)
    }
    #expect(log.steps.allSatisfy { $0.rows == 40 }, "every row is scored")
    // What no label arrived for, nobody trains on or sees the outcome of.
    let seen = decided(events)
    #expect(seen.outcomes == rows.map(\.count))
    #expect(seen.history.last == 3 + rows.joined().count)
    #expect(events.contains(.update(step: 49, rows: Array(rows[...49].joined()))))
    #expect(seen.new[50] == rows[50].count)
  }

  /// Labels come for the same rows, whatever the strategy and trigger do, and later if late.
  @Test func theSameRowsForAll() throws {
    let rows = observed(try Self.plan.recorded(firingAt: [3, 9]).events)
    #expect(observed(try Self.plan.recorded(.onLabels).events) == rows)
    #expect(observed(try Self.plan.recorded(.never).events) == rows)
    var late = Self.plan
    late.delay = 5
    #expect(observed(try late.recorded().events) == Array(rows.dropLast(5)))
    var other = Self.plan
    other.seeds = [2]
    #expect(observed(try other.recorded().events) != rows)
    #expect(rows.enumerated().allSatisfy { step, rows in rows.allSatisfy { $0 / 40 == step } })
    #expect(rows.allSatisfy { $0 == $0.sorted() })
  }

  @Test func heldOutRowsStayOut() throws {
    var plan = Self.plan
    let rows = observed(try plan.recorded().events)
    plan.stream.heldOut = Set(stride(from: 0, to: 4000, by: 3))
    let (events, _) = try plan.recorded()
    #expect(observed(events) == rows.map { $0.filter { $0 % 3 != 0 } })
    // Their outcomes are known as far as their labels are.
    #expect(decided(events).outcomes == rows.map(\.count))
  }

  /// A rate that lets every label through is no rate.
  @Test func one() throws {
    var plan = SimulatorRunTests.plan
    let whole = try plan.log(Incremental(), firingAt: [1, 4])
    plan.rate = 1.0.nextDown
    #expect(try plan.log(Incremental(), firingAt: [1, 4]) == whole)
    plan.rate = 0.5
    #expect(try plan.log(Incremental(), firingAt: [1, 4]) != whole)
  }

  /// Rows keep their own features, labels and tasks.
  @Test(arguments: [LabelPlan(rate: 0.5), LabelPlan(onlyPredicted: "b")])
  func rowsStayWhole(_ plan: LabelPlan) throws {
    var stream = FakeStream.tasks(40, change: 20)
    var batch = Batch(width: 2)
    _ = stream.next(40, into: &batch)
    let outcomes = batch.labels.indices.map { i in
      Outcome(label: batch.labels[i], prediction: Float(i % 2), loss: 0)
    }
    var queue = try LabelQueue(plan, stream.schema)
    let arrived = queue.exchange(batch, outcomes, step: 0, random: RandomStream(seed: 1))
    let sent = try #require(arrived)
    #expect((8...32).contains(sent.examples.count) && sent.outcomes.count == sent.examples.count)
    for i in 0..<sent.examples.count {
      let (label, x) = (Int(sent.examples.labels[i]), sent.examples.features[i, 0])
      #expect(label % 2 == (x > 0 ? 1 : 0) && label / 2 == sent.examples.tasks[i])
      #expect(sent.outcomes[i].label == sent.examples.labels[i])
    }
  }
}
