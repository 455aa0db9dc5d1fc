import Core
import Numerics
import Testing

@testable import Streams

@Suite struct RecordedStreamTests {
  /// Rows i = 0, 1, …: feature i, label i mod 2.
  static func stream(rows: Int, segments: Int) throws -> RecordedStream {
    let text = "t,y\n" + (0..<rows).map { "\($0),\($0 % 2)\n" }.joined()
    return try withFile(text) { path in
      try RecordedStream.entry(["path": .text(path), "segments": .integer(segments)])()
    }
  }

  @Test func rowsComeInOrderAfterTheWarmUp() throws {
    var stream = try Self.stream(rows: 75, segments: 2)
    #expect(stream.rowCount == 75)
    let warmUp = try stream.warmUp(count: 20)
    #expect(warmUp.features.elements == (0..<20).map { Float($0) })
    #expect(warmUp.labels == (0..<20).map { Float($0 % 2) })
    let batch = stream.rest(by: 8)
    #expect(batch.features.elements == (20..<75).map { Float($0) })
    #expect(batch.labels == (20..<75).map { Float($0 % 2) })
    #expect(batch.isHeldOut == (0..<55).map { $0 % 10 == 9 })
    #expect(batch.trainable(hasTasks: false).count == 50)
    #expect(batch.bayes.allSatisfy { $0.isNaN } && !batch.flipped.contains(true))
  }

  @Test func segmentsAreEqualStretchesOfTime() throws {
    var stream = try Self.stream(rows: 75, segments: 3)
    _ = try stream.warmUp(count: 20)
    // 55 rows: 0–17, 18–35, 36–54.
    #expect(stream.segments.map(\.start) == [0, 18, 36])
    #expect(stream.concepts.map(\.label) == ["rows 0–17", "rows 18–35", "rows 36–54"])
    #expect(stream.concepts.allSatisfy { $0.bayesAccuracy == nil } && stream.rowCount == 55)
    #expect(stream.rest(by: 10).concepts == (0..<55).map { $0 < 18 ? 0 : $0 < 36 ? 1 : 2 })
  }

  @Test func heldOutRowsAreThoseOfTheSegment() throws {
    var stream = try Self.stream(rows: 120, segments: 2)
    _ = try stream.warmUp(count: 20)
    var random = RandomStream(seed: 1)
    #expect(stream.holdout(0, count: 9, using: &random).features.elements == [29, 39, 49, 59, 69])
    #expect(stream.holdout(1, count: 3, using: &random).features.elements == [79, 89, 109])
    #expect(stream.holdout(1, count: 2, using: &random).labels == [1, 1])
  }

  @Test func tooFewRowsAreErrors() throws {
    #expect(throws: InputError.self) { try Self.stream(rows: 29, segments: 3) }
    var stream = try Self.stream(rows: 30, segments: 3)
    for count in [1, 30, 31] {
      #expect(throws: InputError.self) { try stream.warmUp(count: count) }
    }
  }
}
