import Core
import Testing

@testable import Simulation

@Suite struct SegmentEndsTests {
  /// The step each segment ends at, for starts and widths of all segments but the first.
  func ends(_ later: [(start: Int, width: Int)], rows: Int, batch: Int) -> [Int?] {
    let segments =
      [Segment(concept: 0, start: 0)]
      + later.map { Segment(concept: 1, start: $0.start, width: $0.width) }
    let ends = SegmentEnds(segments, rows: rows, batch: batch)
    return segments.indices.map { segment in
      (0...rows / batch + 1).first { ends.segments(endingAt: $0).contains(segment) }
    }
  }

  @Test func oneSegmentEndsWithTheStream() {
    #expect(ends([], rows: 100, batch: 10) == [9])
    #expect(ends([], rows: 101, batch: 10) == [10], "the last step is short")
    #expect(ends([], rows: 5, batch: 10) == [0])
  }

  @Test func abruptChanges() {
    // Row 50 opens step 5; row 57 lies within it: both segments end at step 4.
    #expect(ends([(50, 0)], rows: 100, batch: 10) == [4, 9])
    #expect(ends([(57, 0)], rows: 100, batch: 10) == [4, 9])
    #expect(ends([(50, 1)], rows: 100, batch: 10) == [4, 9])
    #expect(ends([(60, 0)], rows: 100, batch: 10) == [5, 9])
  }

  @Test func gradualChangesEndTheSegmentBeforeTheyBegin() {
    // Centre 50, 40 wide: the transition begins at row 30.
    #expect(ends([(50, 40)], rows: 100, batch: 10) == [2, 9])
    #expect(ends([(50, 41)], rows: 100, batch: 10) == [2, 9])
    // So wide that it begins before the stream.
    #expect(ends([(20, 60)], rows: 100, batch: 10) == [0, 9])
  }

  @Test func shortSegments() {
    // Segments that begin and end within one step end together, in order.
    #expect(ends([(50, 0), (53, 0), (56, 0)], rows: 100, batch: 10) == [4, 4, 4, 9])
    #expect(ends([(3, 0)], rows: 100, batch: 10) == [0, 9])
    // A wide transition that begins before the segment it ends.
    #expect(ends([(50, 0), (60, 60)], rows: 100, batch: 10) == [4, 4, 9])
    let all = SegmentEnds(
      [(0, 0), (50, 0), (53, 0)].map { Segment(concept: $0.1, start: $0.0) }, rows: 100, batch: 10)
    #expect(all.segments(endingAt: 4) == [0, 1] && all.segments(endingAt: 9) == [2])
    #expect(all.segments(endingAt: 5).isEmpty)
  }

  /// In a run: a row of R for every segment, in order, and no second record where both are due.
  @Test func runsRecordEverySegment() throws {
    var plan = Plan(.numbered(40))
    plan.stream.concepts = [Concept(index: 0, label: "a"), Concept(index: 1, label: "b")]
    plan.stream.segments = [
      Segment(concept: 0, start: 0), Segment(concept: 1, start: 16, width: 8),
      Segment(concept: 0, start: 18), Segment(concept: 1, start: 32),
    ]
    // Ten steps. Due after steps 3 and 7, where segments end; then after steps 4 and 9.
    for (every, steps, ending) in [
      (4, [2, 3, 7, 9], [0, 1, 2, 3]), (5, [2, 3, 4, 7, 9], [0, 1, nil, 2, 3]),
    ] as [(Int, [Int], [Int?])] {
      plan.every = every
      let log = try plan.recorded().log
      #expect(log.evaluations.map(\.step) == steps && log.evaluations.map(\.segment) == ending)
      #expect(log.evaluations.allSatisfy { $0.accuracies.count == 2 })
    }
  }
}
