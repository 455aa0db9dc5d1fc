import Core
import Testing

@testable import Streams

/// What streams tell of their drifts.
@Suite struct KnownDriftTests {
  @Test(arguments: [(0, 50, 50), (1, 50, 50), (2, 49, 51), (3, 49, 52), (100, 0, 100)])
  func theRowsOfATransition(width: Int, start: Int, end: Int) {
    let drift = KnownDrift(at: 50, width: width)
    #expect(drift.start == start && drift.end == end)
  }

  /// What returns is a drift as well; a setting that is given twice in a row is none.
  @Test func driftsOfASchedule() throws {
    let factories = try [0.1, 0.3].map { try Bernoulli.entry(["rate": .number($0)]) }
    let stream = try ScheduledStream(
      factories,
      [
        .init(concept: 0, start: 0), .init(concept: 1, start: 30, width: 20),
        .init(concept: 1, start: 50), .init(concept: 0, start: 80),
      ], rows: 100)
    #expect(stream.knownDrifts == [KnownDrift(at: 30, width: 20), KnownDrift(at: 80)])
    #expect(try ScheduledStream([factories[0]], rows: 10).knownDrifts == [])
  }

  @Test func unknownOfARecordingAndOfWhatDriftsByItself() throws {
    #expect(try StreamContractTests.recorded().knownDrifts == nil)
    let drifting = try Hyperplane.entry([
      "drifting": .integer(2), "change": .number(0.01),
    ])
    #expect(try ScheduledStream([drifting], rows: 100).knownDrifts == nil)
  }
}
