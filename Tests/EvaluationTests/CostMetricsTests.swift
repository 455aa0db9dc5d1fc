import Core
import Testing

@testable import Evaluation

@Suite struct CostMetricsTests {
  private func entry(
    _ component: LedgerComponent, _ quantity: String, _ unit: LedgerUnit, _ amount: Double
  )
    -> LedgerEntry
  {
    LedgerEntry(
      step: 0, version: 0, component: component, quantity: quantity, unit: unit, amount: amount)
  }

  @Test func ledgerSumsByComponentAndUnit() {
    var log = makeLog()
    for entry in [
      entry(.warmUp, "forward", .flop, 1), entry(.warmUp, "rows", .rows, 2),
      entry(.training, "forward", .flop, 4), entry(.training, "optimizer", .flop, 8),
      entry(.training, "rows", .rows, 16), entry(.storage, "state", .bytes, 32),
      entry(.serving, "forward", .flop, 64), entry(.evaluation, "forward", .flop, 128),
      entry(.training, "backward", .flop, 256), entry(.training, "rows", .rows, 512),
    ] { log.record(entry) }
    log.stateBytes = 1024
    #expect(value("training-flops", log) == 268)
    #expect(value("serving-flops", log) == 64)
    #expect(value("rows-trained", log) == 528)
    #expect(value("state-bytes", log) == 1024)
  }

  @Test func updatesAreVersionsAfterTheFirst() {
    var log = makeLog()
    #expect(value("updates", log) == 0)
    for action in ["warm-up", "incremental", "full-retrain"] {
      _ = log.registry.begin(parent: nil, action: action, step: 0, rows: 0)
    }
    log.registry.end(1, .rejected, step: 3)
    log.registry.end(2, .cancelled, step: 4)
    #expect(value("updates", log) == 2)
    #expect(value("rejected", log) == 1 && value("cancelled", log) == 1)
    #expect(value("rolled-back", log) == 0 && value("feedback-seconds", log) == nil)
  }
}
