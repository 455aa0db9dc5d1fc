import Core
import Testing

@testable import Evaluation

@Suite struct ServingMetricsTests {
  /// A log whose steps of ten rows were served by these versions.
  private func log(_ versions: [Int]) -> RunLog {
    makeLog(
      steps: versions.enumerated().map { i, version in
        StepRecord(
          step: i, version: version, rows: 10, cells: [], lossSum: 0, noChangeCorrect: 0,
          majorityCorrect: 0, bayesSum: nil)
      })
  }

  @Test(
    arguments: [
      ([0], 1.0), ([0, 0, 0], 1), ([0, 0, 1, 1, 2], 3), ([0, 1, 2, 3], 4),
      // Versions 1, 3 and 4 were replaced before they served.
      ([0, 2, 2, 5], 3),
    ] as [([Int], Double)])
  func versionsAreThoseThatServed(versions: [Int], count: Double) {
    #expect(value("versions", log(versions)) == count)
    #expect(value("versions", log(versions), control: .majority) == nil)
  }

  @Test func nothingServedHasNoVersion() { #expect(value("versions", log([])) == nil) }

  /// 30 rows, 96 FLOP in two entries.
  @Test func servingIsDividedByTheRows() {
    var log = log([0, 1, 1])
    for amount in [64.0, 32] {
      log.record(
        LedgerEntry(
          step: 0, version: 0, component: .serving, quantity: "forward", unit: .flop,
          amount: amount))
    }
    #expect(close(value("serving-flops-per-row", log), 3.2))
    #expect(value("serving-flops-per-row", log, control: .noChange) == nil)
  }
}
