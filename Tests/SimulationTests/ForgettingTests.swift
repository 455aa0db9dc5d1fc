import Core
import Testing

@testable import Simulation

@Suite struct ForgettingTests {
  /// 10 rows a step; segments of concepts 0, 1, 0, five steps each.
  private func log(
    _ points: [(step: Int, segment: Int?, accuracies: [Double])], versions: [Int] = [],
    classCount: Int = 2
  ) -> RunLog {
    let segments = [0, 1, 0].enumerated().map { Segment(concept: $1, start: 50 * $0) }
    var log = RunLog(
      concepts: (0...1).map { Concept(index: $0, label: "\($0)") }, segments: segments,
      classCount: classCount, batch: 10, untrainedAccuracy: [])
    for step in 0..<15 {
      let version = versions.isEmpty ? 0 : versions[step]
      log.record(
        StepRecord(
          step: step, version: version, rows: 10, cells: [], lossSum: 0, noChangeCorrect: 0,
          majorityCorrect: 0, bayesSum: nil))
    }
    for point in points {
      log.record(
        EvaluationPoint(
          step: point.step, segment: point.segment, accuracies: point.accuracies))
    }
    return log
  }

  /// Concept 0 is best at .9 when its first segment ends (the .95 before it was no obligation yet), is at .7 at
  /// step 6 and at .6 when concept 1's segment ends: 20 rows · .2 and 30 rows · .3. Then it is present again,
  /// and concept 1 falls from .8 to .5 over 50 rows.
  private let points: [(step: Int, segment: Int?, accuracies: [Double])] = [
    (2, nil, [0.95, 0.5]), (4, 0, [0.9, 0.5]), (6, nil, [0.7, 0.6]), (9, 1, [0.6, 0.8]),
    (14, 2, [0.9, 0.5]),
  ]

  @Test func byHand() throws {
    let entries = Forgetting.entries(of: log(points))
    let entry = try #require(entries.first)
    #expect(entries.count == 1 && entry.component == .forgetting && entry.basis == .modelled)
    #expect(abs(entry.amount - 28) < 1e-9)
    #expect(entry.step == 14 && entry.steps == 15 && entry.unit == .errors)
  }

  @Test func ofTheVersionThatServed() {
    let versions = Array(repeating: 0, count: 7) + Array(repeating: 2, count: 8)
    let entries = Forgetting.entries(of: log(points, versions: versions))
    #expect(entries.map(\.version) == [0, 2] && entries.map(\.step) == [6, 14])
    #expect(zip(entries, [4.0, 24]).allSatisfy { abs($0.amount - $1) < 1e-9 })
    #expect(entries.map(\.steps) == [7, 8])
  }

  /// A best that is reached after the first segment counts from then on.
  @Test func theBestMayComeLater() {
    let later: [(step: Int, segment: Int?, accuracies: [Double])] = [
      (4, 0, [0.8, 0.5]), (6, nil, [0.9, 0.6]), (9, 1, [0.7, 0.8]),
    ]
    let entries = Forgetting.entries(of: log(later))
    #expect(entries.count == 1 && abs(entries[0].amount - 6) < 1e-9)
  }

  @Test func nothingToForget() {
    #expect(Forgetting.entries(of: log([(4, 0, [0.9, 0.5]), (9, 1, [0.9, 0.5])])).isEmpty)
    #expect(Forgetting.entries(of: log(points, classCount: 0)).isEmpty)
    #expect(Forgetting.entries(of: log([(4, 0, [.nan, 0.5]), (9, 1, [.nan, 0.5])])).isEmpty)
    let empty = RunLog(concepts: [], segments: [], classCount: 2, batch: 1, untrainedAccuracy: [])
    #expect(Forgetting.entries(of: empty).isEmpty)
  }
}
