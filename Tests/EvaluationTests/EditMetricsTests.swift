import Core
import Testing

@testable import Evaluation

@Suite struct EditMetricsTests {
  /// Two updates: 3 of 4 and 1 of 6 requests; in other words 2 and 1; unrelated 9 of 10 and 5 of 5.
  @Test func sharesAreOverAllUpdates() {
    var log = makeLog()
    for (step, counts) in [(4, [4, 3, 2, 10, 9]), (9, [6, 1, 1, 5, 5])] {
      log.record(
        EditRecord(
          step: step, requests: counts[0], effective: counts[1], general: counts[2],
          unrelated: counts[3], unchanged: counts[4]))
    }
    #expect(close(value("efficacy", log), 0.4))
    #expect(close(value("generalization", log), 0.3))
    #expect(close(value("locality", log), 14.0 / 15))
    for metric in Metric.edits {
      #expect(value(metric.name, log, control: .majority) == nil)
      #expect(value(metric.name, makeLog()) == nil)
    }
  }

  @Test func whereEverythingIsRelatedThereIsNoLocality() {
    var log = makeLog()
    log.record(
      EditRecord(step: 0, requests: 2, effective: 2, general: 0, unrelated: 0, unchanged: 0))
    #expect(close(value("efficacy", log), 1) && value("locality", log) == nil)
  }
}
