import Core
import Testing

@testable import Evaluation

@Suite struct MetricTests {
  @Test func areDescribedAndUnique() {
    #expect(Set(Metric.all.map(\.name)).count == Metric.all.count)
    for metric in Metric.all {
      let isKebab = metric.name.allSatisfy { $0.isLowercase || $0.isNumber || $0 == "-" }
      #expect(isKebab, "\(metric.name)")
      for text in [metric.summary, metric.formula, metric.source, metric.unit] {
        #expect(!text.isEmpty && text.last != ".", "\(metric.name): \(text)")
      }
    }
  }

  /// A run that diverged in the warm-up served nothing: nothing is known but that it spent nothing.
  @Test func anEmptyLogDefinesCostsOnly() {
    var log = makeLog(concepts: [0, 1])
    log.outcome = .diverged(step: -1)
    for metric in Metric.all {
      let isCost = Metric.costs.contains { $0.name == metric.name }
      #expect(value(metric.name, log) == (isCost ? 0 : nil), "\(metric.name)")
    }
  }

  @Test func aLogWithoutSegmentsIsFine() {
    let log = RunLog(concepts: [], segments: [], classCount: 2, batch: 10, untrainedAccuracy: [])
    for metric in Metric.heldOut + Metric.recovery {
      #expect(metric.value(RunScores(log, window: 1)) == nil, "\(metric.name)")
    }
  }
}
