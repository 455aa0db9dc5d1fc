import Core
import Numerics
import Testing

@testable import Streams

@Suite struct RowStoreTests {
  /// A table of every kind of column, with groups, missing fields and times.
  static let text =
    "t,x,c,code,g,y\n"
    + (0..<60).map { i in
      let x = i % 7 == 3 ? "?" : "\(i * i % 23)"
      return
        "\(i * 17 % 60),\(x),\(["p", "q", ""][i % 3]),\(i % 4),\("ab".dropFirst(i % 2).prefix(1)),\(i % 2)\n"
    }.joined()

  static func table(limit: Int, isSorted: Bool) throws -> LabelledTable {
    var dialect = TableDialect()
    (dialect.group, dialect.time, dialect.isSorted) = ("g", isSorted ? "t" : nil, isSorted)
    (dialect.missing, dialect.nominal) = (.mean, ["code"])
    return try LabelledTable(
      TableFile(Array(text.utf8), name: "f"), dialect, memoryLimit: limit)
  }

  @Test(arguments: [false, true]) func spooledRowsAreThoseInMemory(isSorted: Bool) throws {
    let memory = try Self.table(limit: 1 << 20, isSorted: isSorted)
    let spooled = try Self.table(limit: 0, isSorted: isSorted)
    #expect(memory.schema == spooled.schema && memory.count == 60)
    #expect(memory.features == spooled.features && memory.labels == spooled.labels)
    #expect(memory.groups == spooled.groups && Set(memory.groups) == [0, 1])
    var (one, other) = (
      try RecordedStream(memory, segments: 2), try RecordedStream(spooled, segments: 2)
    )
    #expect(try one.warmUp(count: 7) == other.warmUp(count: 7))
    var copy = other
    let rest = other.rest(by: 5)
    #expect(one.rest(by: 9).isSame(as: rest) && copy.rest(by: 50).isSame(as: rest))
  }

  @Test func shuffledRowsAreTheSameToo() throws {
    let features = Matrix(rows: 30, columns: 2, (0..<60).map { Float($0) })
    let labels = (0..<30).map { Float($0 % 3) }
    let schema = Schema(features: ["a", "b"], classes: ["0", "1", "2"])
    var tables = try [0, 1000].map {
      ShuffledTable(schema, try RowStore(features, labels, limit: $0))
    }
    let third = 9.0 / 27
    #expect(tables[0].classShares == [third, third, third])
    var batches: [Batch] = []
    for i in tables.indices {
      var random = RandomStream(seed: 3)
      batches.append(tables[i].batch(70, using: &random))
    }
    #expect(batches[0].isSame(as: batches[1]))
  }

  @Test func whatDoesNotFitIsTold() throws {
    let (none, large) = ("/no/such folder", Int.max / 1000)
    let folder = #expect(throws: InputError.self) {
      try RowStore.Builder(
        count: 10, width: 3, hasGroups: false, file: "f", limit: 1, folder: none)
    }
    #expect(folder?.problem.contains("\(none) (No such file or directory)") == true)
    for count in [large, Int.max] {
      let space = #expect(throws: InputError.self) {
        try RowStore.Builder(count: count, width: 200, hasGroups: false, file: "f")
      }
      #expect(space?.problem.contains("TMPDIR") == true && space?.file == "f")
    }
  }
}
