import Core
import Strategies
import Testing
import Training

/// What updates cost, against integers worked out by hand for a 4-5-3 network: 70 FLOP forward and 100
/// backward a row, 43 parameters (see the tests of `Usage`). Six warm-up rows, six new ones, batches of two.
@Suite struct StrategyUsageTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let make: @Sendable () -> any UpdateStrategy
    var start = Usage()
    var update: Usage

    init(
      _ name: String, start: Usage = Usage(), update: Usage,
      _ make: @escaping @Sendable () -> any UpdateStrategy
    ) {
      (testDescription, self.make, self.start, self.update) = (name, make, start, update)
    }
  }

  static func usage(
    _ forward: Int = 0, _ backward: Int = 0, _ optimizer: Int = 0, rows: Int = 0, steps: Int = 0,
    penalty: Int = 0, importance: Int = 0, teacher: Int = 0
  ) -> Usage {
    var usage = Usage()
    (usage.forward, usage.backward, usage.optimizer) = (forward, backward, optimizer)
    (usage.penalty, usage.importance) = (penalty, importance)
    usage.teacher = teacher
    (usage.rowsTrained, usage.steps) = (rows, steps)
    return usage
  }

  /// Six rows, 6·70 and 6·100; three steps of 2·43.
  static let plain = usage(420, 600, 258, rows: 6, steps: 3)
  /// The same, a Fisher pass over the six rows, 6·(70 + 100), and three penalties of 4·43.
  static let ewc = plain + usage(penalty: 516, importance: 1020)
  /// All twelve rows in six steps.
  static let full = usage(840, 1200, 516, rows: 12, steps: 6)

  static let cases = [
    Case("frozen", update: Usage()) { Frozen() },
    Case("incremental", update: plain) { Incremental() },
    Case("full-retrain", update: full) { FullRetrain() },
    Case("ewc", start: usage(importance: 1020), update: ewc) { EWC(lambda: 1) },
    // A backward pass for each of three classes: 6·(70 + 300).
    Case(
      "ewc exact", start: usage(importance: 2220),
      update: plain + usage(penalty: 516, importance: 2220)
    ) { EWC(lambda: 1, importance: .exact) },
    Case("ewc sampled", start: usage(importance: 1020), update: ewc) {
      EWC(lambda: 1, importance: .sampled)
    },
    // Three batches of two rows: the same passes, and three squares of 43 numbers added.
    Case(
      "ewc squared-batch-mean", start: usage(importance: 1278),
      update: plain + usage(penalty: 516, importance: 1278)
    ) { EWC(lambda: 1, importance: .squaredBatchMean) },
    // No pull costs nothing; the importance for later is still estimated.
    Case("ewc 0", start: usage(importance: 1020), update: plain + usage(importance: 1020)) {
      EWC(lambda: 0)
    },
    // An implicit step: three of 6·43.
    Case(
      "ewc proximal", start: usage(importance: 1020),
      update: plain + usage(penalty: 774, importance: 1020)
    ) { EWC(lambda: 1, step: .proximal) },
    // Three steps of a path, 3·43 each.
    Case("si", update: plain + usage(penalty: 516, importance: 387)) { SI(strength: 1) },
    Case("mas", start: usage(importance: 1020), update: ewc) { MAS(lambda: 1) },
    Case("lwf", update: plain + usage(teacher: 420)) { LwF(alpha: 1) },
    Case("lwf 0", update: plain) { LwF(alpha: 0) },
    Case(
      "laplace", start: usage(importance: 1020),
      update: plain + usage(penalty: 774, importance: 1020)
    ) { Laplace(priorPrecision: 1) },
    // Twice the products and 6·8 of noise a row; the first fit leaves out the means' gradients, 70 a row, and
    // their optimizer and pull, 2·43 and 6·43 a step. Two networks drawn, 4·43 each.
    Case(
      "vcl",
      start: usage(6 * 188, 6 * 130, 258 + 344, rows: 6, steps: 3, penalty: 3 * 344),
      update: usage(6 * 188, 6 * 200, 516 + 344, rows: 6, steps: 3, penalty: 3 * (258 + 344))
    ) { VCL(samples: 2) },
    // For every new row an old one: 12 rows in three steps.
    Case("replay", update: usage(840, 1200, 258, rows: 12, steps: 3)) {
      Replay(capacity: 4, ratio: 1)
    },
    // round(0.3 · 2) = 1 old row a step.
    Case("replay .3", update: usage(630, 900, 258, rows: 9, steps: 3)) {
      Replay(capacity: 4, ratio: 0.3)
    },
    Case("replay 0", update: plain) { Replay(capacity: 0, ratio: 1) },
    // Forward 70 + 2·2·17, backward 30 + 4·2·17 − 2·2·4 a row; three steps of 2·34 and a merge of
    // 2·2·20 + 2·2·15.
    Case("lora", update: usage(828, 900, 344, rows: 6, steps: 3)) { LoRA(rank: 2, alpha: 2) },
    // 4-7-3 forward, 98; backward 2·7·3, 2·3·2 and 2·4·2; three steps over 2·8 parameters.
    Case("expand", update: usage(588, 420, 96, rows: 6, steps: 3)) { Expand(units: 2) },
    // 4-7-3 of 59 parameters: backward 4·49 − 2·28.
    Case("expand plain", update: usage(588, 840, 354, rows: 6, steps: 3)) {
      Expand(units: 2, isFrozen: false)
    },
    Case("hybrid", update: plain) { Hybrid(fast: Incremental(), every: 2) },
    // The full retrain, and the importance of what it reached for the six recent rows.
    Case("hybrid ewc", start: usage(importance: 1020), update: full + usage(importance: 1020)) {
      Hybrid(fast: EWC(lambda: 1), every: 1)
    },
  ]

  @Test(arguments: cases) func costs(_ expected: Case) throws {
    var deployment = Deployment(expected.make())
    #expect(try deployment.warmUp(.drawn(6, seed: 1)) == expected.start)
    #expect(try deployment.update(.drawn(6, seed: 2), step: 0) == expected.update)
  }
}
