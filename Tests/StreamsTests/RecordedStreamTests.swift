import Core
import Foundation
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

  @Test func groupsAreKeptOutOfTheFeatures() throws {
    let text = "x,g,y\n" + (0..<40).map { "\($0),\(["b", "a", "c"][$0 % 3]),\($0 % 2)\n" }.joined()
    try withFile(text) { path in
      let values: SettingValues = [
        "path": .text(path), "group": .text("g"), "segments": .integer(1),
      ]
      var stream = try RecordedStream.entry(values)()
      #expect(stream.schema.features == ["x"] && stream.schema.groups == ["a", "b", "c"])
      _ = try stream.warmUp(count: 1)
      let batch = stream.rest(by: 7)
      #expect(batch.groups == (1..<40).map { [1, 0, 2][$0 % 3] })
      let seen = try RecordedStream.entry(
        values.overridden(by: ["group-is-feature": .flag(true)]))()
      #expect(seen.schema.features == ["x", "g=a", "g=b", "g=c"])
      for wrong in ["y", "h", "9"] {
        #expect(throws: InputError.self) {
          try RecordedStream.entry(values.overridden(by: ["group": .text(wrong)]))
        }
      }
    }
    try withFile(text.replacingOccurrences(of: "5,c", with: "5,")) { path in
      #expect(throws: InputError.self) {
        try RecordedStream.entry([
          "path": .text(path), "group": .text("g"), "missing": .text("zero"),
        ])
      }
    }
  }

  @Test func tooFewRowsAreErrors() throws {
    #expect(throws: InputError.self) { try Self.stream(rows: 29, segments: 3) }
    var stream = try Self.stream(rows: 30, segments: 3)
    for count in [1, 30, 31] {
      #expect(throws: InputError.self) { try stream.warmUp(count: count) }
    }
  }
}
