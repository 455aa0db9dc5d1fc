import Core
import Strategies
import Testing

@testable import Simulation

@Suite struct NoChangeKnownRunTests {
  /// Served at step t: the last label of step t − 1 − delay that may be known, else of earlier steps, else
  /// the warm-up's.
  @Test(arguments: [0, 1, 3], [Set<Int>(), Set(stride(from: 7, to: 80, by: 8)), Set(8..<24)])
  func againstANaiveComputation(_ delay: Int, _ heldOut: Set<Int>) throws {
    var plan = SimulatorRunTests.plan
    (plan.delay, plan.stream.heldOut) = (delay, heldOut)
    let log = try plan.log(NoChangeKnown())
    #expect(log.outcome == .completed && log.decisions.isEmpty)
    for (step, record) in log.steps.enumerated() {
      let known = (0..<max(8 * (step - delay), 0)).last { !heldOut.contains($0) } ?? -1
      let answer = plan.stream.row(known).label
      let labels = (8 * step..<8 * step + 8).map { plan.stream.row($0).label }
      #expect(record.correct == labels.count { $0 == answer })
      #expect(record.cells.allSatisfy { $0.prediction == Int(answer) })
      #expect(record.lossSum == 100 * Double(8 - record.correct))
    }
    #expect(!log.ledger.contains { $0.unit == .flop && $0.component.isCharged })
  }
}
