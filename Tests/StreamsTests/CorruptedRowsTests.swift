import Core
import Numerics
import Testing

@testable import Streams

/// Stretches of a stream that are spoiled.
@Suite struct CorruptedRowsTests {
  static func clean() throws -> ScheduledStream {
    try ScheduledStream([try Sea.entry()], rows: 300)
  }

  static func streams(_ entries: SettingValues...) throws -> (clean: Batch, spoiled: Batch) {
    var (clean, inner) = (try clean(), try clean())
    _ = inner.concepts
    var spoiled = try CorruptedRows(inner, entries, random: RandomStream(seed: 4))
    inner = clean
    return (clean.rest(by: 300), spoiled.rest(by: 7))
  }

  @Test func wrongUnits() throws {
    let (clean, spoiled) = try Self.streams([
      "kind": .text("wrong-unit"), "at": .integer(50), "rows": .integer(20),
      "factor": .number(100), "columns": .list([.text("x2")]), "period": .integer(100),
    ])
    for t in 0..<300 {
      let isIn = t >= 50 && (t - 50) % 100 < 20
      #expect(spoiled.isCorrupted[t] == isIn && spoiled.bayes[t].isNaN == isIn)
      #expect(spoiled.features[t, 1] == clean.features[t, 1] * (isIn ? 100 : 1))
      #expect(spoiled.features[t, 0] == clean.features[t, 0])
    }
    #expect(spoiled.labels == clean.labels && spoiled.concepts == clean.concepts)
  }

  @Test func shuffledAndMissingColumns() throws {
    let (clean, spoiled) = try Self.streams(
      ["kind": .text("shuffled-columns"), "at": .integer(10), "rows": .integer(5)],
      ["kind": .text("missing-columns"), "at": .integer(20), "rows": .integer(5)])
    for t in 0..<300 {
      let (row, was) = (Array(spoiled.features.row(t)), Array(clean.features.row(t)))
      switch t {
      case 10..<15:
        #expect(row.sorted() == was.sorted())
        for j in 0..<3 { #expect(row[j] != was[j], "every column is out of place") }
      case 20..<25: #expect(row == [0, 0, 0])
      default: #expect(row == was)
      }
    }
  }

  @Test func duplicates() throws {
    let (clean, spoiled) = try Self.streams([
      "kind": .text("duplicated-rows"), "at": .integer(100), "rows": .integer(10),
      "copies": .integer(3),
    ])
    for t in 0..<300 {
      let source = (100..<110).contains(t) ? 100 + (t - 100) / 3 * 3 : t
      #expect(Array(spoiled.features.row(t)) == Array(clean.features.row(source)))
      #expect(spoiled.labels[t] == clean.labels[source] && spoiled.bayes[t] == 0.9)
      #expect(spoiled.isFlipped(t) == clean.isFlipped(source))
      #expect(spoiled.isCorrupted[t] == (source != t))
    }
  }

  @Test func constantLabels() throws {
    let (clean, spoiled) = try Self.streams([
      "kind": .text("constant-label"), "at": .integer(100), "rows": .integer(50),
    ])
    for t in 0..<300 {
      let isIn = (100..<150).contains(t)
      #expect(spoiled.labels[t] == (isIn ? 0 : clean.labels[t]))
      #expect(spoiled.isCorrupted[t] == isIn && spoiled.bayes[t].isNaN == isIn)
      #expect(spoiled.cleanLabels[t] == clean.cleanLabels[t])
    }
    #expect(clean.labels[100..<150].contains(1) && spoiled.features == clean.features)
  }

  @Test(
    arguments: [
      ["at": .integer(300)], ["at": .integer(1), "period": .integer(100)],
      ["at": .integer(1), "columns": .list([.text("y")])],
      ["at": .integer(1), "columns": .list([.text("x1")])],
    ] as [SettingValues]) func mistakes(_ values: SettingValues)
  {
    #expect(throws: SettingError.self) {
      let given = values.overridden(by: ["kind": .text("shuffled-columns")])
      _ = try CorruptedRows(try Self.clean(), [given], random: RandomStream(seed: 1))
    }
  }
}
