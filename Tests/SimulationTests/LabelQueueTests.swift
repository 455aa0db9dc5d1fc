import Core
import Foundation
import Numerics
import Testing

@testable import Simulation

/// When labels arrive, and which ones.
@Suite struct LabelQueueTests {
  static let schema = Schema(features: [], classes: ["no", "yes"])

  /// A step's batch: labels are 1000·step + row in `loss` and 0 or 1 in `labels`.
  static func batch(_ rows: Int, step: Int) -> (Batch, [Outcome]) {
    var batch = Batch(width: 0)
    batch.reset(count: rows)
    let outcomes = (0..<rows).map { i in
      Outcome(label: Float(i % 2), prediction: Float(i / 2 % 2), loss: Float(1000 * step + i))
    }
    for i in 0..<rows { batch.labels[i] = Float(i % 2) }
    return (batch, outcomes)
  }

  /// What arrives at each of `steps` steps, rows as step·1000 + row.
  static func arrivals(_ plan: LabelPlan, rows: Int, steps: Int) throws -> [[Int]] {
    var queue = try LabelQueue(plan, schema)
    return (0..<steps).map { step in
      let (batch, outcomes) = batch(rows, step: step)
      let arrived = queue.exchange(
        batch, outcomes, step: step, random: RandomStream(seed: 3).child("labels", step))
      #expect(arrived?.examples.count == arrived?.outcomes.count)
      return arrived?.outcomes.map { Int($0.loss) } ?? []
    }
  }

  @Test(arguments: [0, 1, 3, 100, 1_000_000_000]) func fixedDelay(_ delay: Int) throws {
    let arrived = try Self.arrivals(LabelPlan(delay: delay), rows: 2, steps: 300)
    for (step, rows) in arrived.enumerated() {
      let sent = step - delay
      #expect(rows == (sent < 0 ? [] : [1000 * sent, 1000 * sent + 1]))
    }
  }

  /// ⌊X⌋ of an exponential X with mean m is k with probability e^(−k/m) (1 − e^(−1/m)).
  @Test func exponentialDelay() throws {
    let (mean, steps, rows) = (4.0, 400, 20)
    let arrived = try Self.arrivals(
      LabelPlan(delay: 4, law: .exponential), rows: rows, steps: steps)
    var counts = Array(repeating: 0, count: steps)
    for (step, rows) in arrived.enumerated() {
      for row in rows where row / 1000 < steps - 100 { counts[step - row / 1000] += 1 }
    }
    let sent = rows * (steps - 100)
    #expect(abs(counts.reduce(0, +) - sent) <= 2, "all but e^(−25) of the labels arrive")
    for k in 0..<12 {
      let p = exp(-Double(k) / mean) * (1 - exp(-1 / mean))
      #expect(abs(Double(counts[k]) - p * Double(sent)) < 4 * (p * Double(sent)).squareRoot())
    }
    // Every label arrives once, and in the order of the rows within a step that sent it.
    let all = arrived.joined()
    #expect(Set(all).count == all.count)
    for rows in arrived { #expect(rows == rows.sorted()) }
  }

  @Test func onlyThePredictedClass() throws {
    let arrived = try Self.arrivals(LabelPlan(onlyPredicted: "yes"), rows: 8, steps: 2)
    #expect(arrived == [[2, 3, 6, 7], [1002, 1003, 1006, 1007]])
    let delayed = try Self.arrivals(LabelPlan(delay: 1, onlyPredicted: "no"), rows: 4, steps: 2)
    #expect(delayed == [[], [0, 1]])
  }

  @Test func anUnknownClassIsRefused() {
    #expect(throws: SettingError.self) {
      try LabelQueue(LabelPlan(onlyPredicted: "x"), Self.schema)
    }
  }

  /// Where the stream has clients, rows arrive with theirs, whatever way they take.
  @Test(arguments: [LabelPlan(), LabelPlan(delay: 1), LabelPlan(rate: 1.0.nextDown)])
  func clientsArriveWithTheirRows(_ plan: LabelPlan) throws {
    var (batch, outcomes) = Self.batch(4, step: 0)
    batch.clients = [3, 0, 2, 3]
    batch.isHeldOut[1] = true
    for count in [0, 4] {
      var queue = try LabelQueue(plan, Self.schema.with(clientCount: count))
      for step in 0..<plan.delay {
        _ = queue.exchange(batch, outcomes, step: step, random: RandomStream(seed: 1))
      }
      let arrived = queue.exchange(batch, outcomes, step: plan.delay, random: RandomStream(seed: 1))
      #expect(arrived?.examples.clients == (count == 0 ? [] : [3, 2, 3]))
    }
    outcomes.removeAll()
  }

  /// The same of groups.
  @Test(arguments: [LabelPlan(), LabelPlan(delay: 1), LabelPlan(rate: 1.0.nextDown)])
  func groupsArriveWithTheirRows(_ plan: LabelPlan) throws {
    var (batch, outcomes) = Self.batch(4, step: 0)
    batch.groups = [2, 0, 1, 2]
    batch.isHeldOut[1] = true
    for groups in [[], ["a", "b", "c"]] {
      let own = Self.schema
      let schema = Schema(attributes: own.attributes, classes: own.classes, groups: groups)
      var queue = try LabelQueue(plan, schema)
      for step in 0..<plan.delay {
        _ = queue.exchange(batch, outcomes, step: step, random: RandomStream(seed: 1))
      }
      let arrived = queue.exchange(batch, outcomes, step: plan.delay, random: RandomStream(seed: 1))
      #expect(arrived?.examples.groups == (groups.isEmpty ? [] : [2, 1, 2]))
    }
    outcomes.removeAll()
  }

  /// The last step any label of which has arrived: of a fixed delay the step that many ago; drawn delays can only
  /// bring it forward; steps without labels do not.
  @Test func knowsThroughWhichStepLabelsHaveArrived() throws {
    var (fixed, drawn) = (
      try LabelQueue(LabelPlan(delay: 3), Self.schema),
      try LabelQueue(LabelPlan(delay: 4, law: .exponential), Self.schema)
    )
    var latest: Int?
    for step in 0..<60 {
      let (batch, outcomes) = Self.batch(step % 7 == 5 ? 0 : 2, step: step)
      _ = fixed.exchange(batch, outcomes, step: step, random: RandomStream(seed: 3))
      let sent = step < 3 ? nil : (step - 3) % 7 == 5 ? step - 4 : step - 3
      #expect(fixed.through == sent)
      let random = RandomStream(seed: 3).child("labels", step)
      let arrived = drawn.exchange(batch, outcomes, step: step, random: random)
      for outcome in arrived?.outcomes ?? [] {
        latest = max(latest ?? 0, Int(outcome.loss) / 1000)
      }
      #expect(drawn.through == latest)
    }
  }

  /// Rows kept for evaluation tell how they were predicted, and are not trained on.
  @Test func heldOutRowsAreNotTrainedOn() throws {
    for plan in [LabelPlan(), LabelPlan(rate: 1.0.nextDown)] {
      var queue = try LabelQueue(plan, Self.schema)
      var (batch, outcomes) = Self.batch(4, step: 0)
      batch.isHeldOut[2] = true
      batch.isCorrupted = [false, true, true, false]
      let arrived = queue.exchange(batch, outcomes, step: 0, random: RandomStream(seed: 1))
      #expect(arrived?.examples.count == 3 && arrived?.outcomes.count == 4)
      #expect(arrived?.corrupted == [false, true, false])
      outcomes.removeAll()
    }
  }
}
