import Core
import Numerics
import Testing

@testable import Streams

/// Tables whose held-out rows come from a file of their own.
@Suite struct ShuffledTableTests {
  /// Rows whose number is their feature.
  static func text(_ rows: Range<Int>, classes: Int = 3) -> String {
    rows.map { "\($0),\($0 % classes)\n" }.joined()
  }

  static func withTable(
    _ rows: String, heldOut: String, _ more: SettingValues = [:],
    _ body: (any Generator) throws -> Void
  ) throws {
    try withFile(rows) { path in
      try withFile(heldOut) { test in
        let values: SettingValues = ["path": .text(path), "holdout-path": .text(test)]
        try body(
          ShuffledTable.entry(values.overridden(by: more))(RandomStream(seed: 1)))
      }
    }
  }

  @Test func allRowsAreDrawnAndThoseOfTheOtherFileAreHeldOut() throws {
    try Self.withTable(Self.text(0..<31), heldOut: Self.text(100..<112)) { generator in
      var (table, random) = (generator, RandomStream(seed: 2))
      let batch = table.batch(62, using: &random)
      for pass in [0..<31, 31..<62] {
        #expect(batch.rows[pass].map { $0[0] }.sorted() == (0..<31).map { Float($0) })
      }
      #expect(table.holdoutLimit == 12)
      let all = table.holdout(50, using: &random)
      #expect(all.features.elements == (100..<112).map { Float($0) })
      #expect(all.labels == (100..<112).map { Float($0 % 3) })
      #expect(table.holdout(4, using: &random).features.elements == [100, 103, 106, 109])
      #expect(table.holdout(0, using: &random).isEmpty)
      #expect(table.classShares?[0] == 11.0 / 31)
    }
  }

  /// A limit shortens the rows that are learned from only; one row is enough.
  @Test func theLimitIsNotThatOfTheOtherFile() throws {
    try Self.withTable(
      Self.text(0..<31), heldOut: Self.text(100..<112), ["limit": .integer(3)]
    ) { generator in
      var (table, random) = (generator, RandomStream(seed: 2))
      #expect(table.batch(6, using: &random).rows.map { $0[0] }.sorted() == [0, 0, 1, 1, 2, 2])
      #expect(table.holdoutLimit == 12)
    }
  }

  @Test func imagesHaveLabelsInFilesOfTheirOwn() throws {
    let images = { (numbers: [UInt8]) in
      DataFile.idx(8, [numbers.count, 1, 2], numbers.flatMap { [$0, 0] })
    }
    let labels = { (numbers: [UInt8]) in DataFile.idx(8, [numbers.count], numbers.map { $0 % 2 }) }
    try withFile(images(Array(UInt8(0)..<4))) { path in
      try withFile(labels(Array(UInt8(0)..<4))) { labelPath in
        try withFile(images(Array(UInt8(50)..<53))) { test in
          try withFile(labels(Array(UInt8(50)..<53))) { testLabels in
            let table = try ShuffledTable.entry([
              "path": .text(path), "label-file": .text(labelPath), "holdout-path": .text(test),
              "holdout-label-file": .text(testLabels),
            ])(RandomStream(seed: 1))
            var random = RandomStream(seed: 1)
            let held = table.holdout(9, using: &random)
            #expect(held.features.elements == [50, 0, 51, 0, 52, 0] && held.labels == [0, 1, 0])
          }
        }
      }
    }
  }

  @Test func mistakesAreTold() throws {
    for other in [Self.text(0..<20, classes: 2), "1,2,0\n1,2,1\n1,2,2\n"] {
      let error = #expect(throws: InputError.self) {
        try Self.withTable(Self.text(0..<31), heldOut: other) { _ in }
      }
      #expect(error?.key == "holdout-path")
      #expect(error?.problem.contains("other features or classes") == true)
    }
    try withFile(Self.text(0..<31)) { path in
      let error = #expect(throws: SettingError.self) {
        try ShuffledTable.entry(["path": .text(path), "holdout-label-file": .text(path)])(
          RandomStream(seed: 1))
      }
      #expect(error?.name == "holdout-label-file")
      #expect(throws: InputError.self) {
        try ShuffledTable.entry(["path": .text(path), "holdout-path": .text(path + ".none")])(
          RandomStream(seed: 1))
      }
    }
  }
}
