import Core
import Foundation
import Numerics
import Testing

@testable import Streams

@Suite struct LabelledTableTests {
  static func read(
    _ text: String, label: String? = nil, _ change: (inout TableDialect) -> Void = { _ in }
  ) throws -> LabelledTable {
    var dialect = TableDialect()
    change(&dialect)
    return try withFile(text) { try LabelledTable(path: $0, label: label, dialect: dialect) }
  }

  @Test func aPlainTable() throws {
    let table = try Self.read("a,b,y\n1,2.5,no\n-3,4e1,yes\n")
    #expect(table.schema == Schema(features: ["a", "b"], classes: ["no", "yes"]))
    #expect(table.features.elements == [1, 2.5, -3, 40])
    #expect(table.labels == [0, 1])
  }

  /// The same table in every dialect.
  @Test(arguments: [
    "a;b;y\n1;2;0\n3;4;1\n", "a\tb\ty\n1\t2\t0\n3\t4\t1\n", "a,b,y\r\n1,2,0\r\n3,4,1\r\n",
    "a,b,y\r1,2,0\r3,4,1", "\u{feff}a,b,y\n1,2,0\n3,4,1", "\n\na,b,y\n\n1,2,0\n  \n3,4,1\n\n",
    "\"a\",\"b\",\"y\"\n\"1\",2,0\n 3 , \"4\" ,1\n",
  ])
  func dialects(text: String) throws {
    let table = try Self.read(text)
    #expect(table.schema == Schema(features: ["a", "b"], classes: ["0", "1"]))
    #expect(table.features.elements == [1, 2, 3, 4] && table.labels == [0, 1])
  }

  @Test func quotedFieldsHoldDelimitersLineEndsAndQuotes() throws {
    let table = try Self.read("x,\"the \"\"y\"\"\"\n1,\"a,\nb\"\n2,\"c\"\"\"\"d\"\n3,\"a,\nb\"\n")
    #expect(table.schema.classes == ["a,\nb", "c\"\"d"])
    #expect(table.labels == [0, 1, 0])
    let error = #expect(throws: InputError.self) {
      try Self.read("x,y\n1,\"a\n\nb\"\n2\n")
    }
    #expect(error?.line == 5)
  }

  @Test func headers() throws {
    #expect(try Self.read("1,2,0\n3,4,1\n").schema.features == ["x1", "x2"])
    #expect(try Self.read("p,1\nq,0\n").schema.features == ["x1=p", "x1=q"])
    #expect(try Self.read(",y\n1,0\n2,1\n").schema.features == ["x1"])
    #expect(
      try Self.read("1,2,0\n3,4,1\n5,6,0\n") { $0.header = .yes }.schema.features == ["1", "2"])
    #expect(try Self.read("a,b\nc,d\n") { $0.header = .no }.count == 2)
  }

  @Test func theLabelByNameOrNumber() throws {
    let text = "y,a,2\n1,5,7\n0,6,8\n"
    #expect(try Self.read(text, label: "y") { $0.header = .yes }.labels == [1, 0])
    #expect(try Self.read(text, label: "1") { $0.header = .yes }.schema.features == ["a", "2"])
    // A name wins over a number.
    #expect(try Self.read(text, label: "2") { $0.header = .yes }.schema.classes == ["7", "8"])
  }

  @Test func classesAreSortedAsNumbersOrWords() throws {
    #expect(try Self.read("x,y\n1,10\n2,9\n3,-1\n4,9.0\n").schema.classes == ["-1", "9", "10"])
    #expect(try Self.read("x,y\n1,b10\n2,b9\n3,a\n").schema.classes == ["a", "b10", "b9"])
  }

  @Test func nominalColumnsAreOneHot() throws {
    let table = try Self.read("size,c,y\n1,red,0\n2,blue,1\n3,red,0\n")
    #expect(table.schema.features == ["size", "c=blue", "c=red"])
    #expect(table.features.elements == [1, 0, 1, 2, 1, 0, 3, 0, 1])
  }

  @Test func missingFieldsByRule() throws {
    let text = "a,c,y\n1,red,0\n?,,1\n3,NA,1\n4,red,1\n"
    let zero = try Self.read(text) { $0.missing = .zero }
    #expect(zero.features.elements == [1, 1, 0, 0, 3, 0, 4, 1])
    let dropped = try Self.read(text) { $0.missing = .drop }
    #expect(dropped.features.elements == [1, 1, 4, 1] && dropped.labels == [0, 1])
  }

  @Test func theLimitCountsRows() throws {
    #expect(try Self.read("a,y\n1,0\n2,1\n3,0\n") { $0.limit = 2 }.count == 2)
    #expect(try Self.read("1,0\n2,1\n3,0\n") { $0.limit = 2 }.count == 2)
  }

  @Test func compressedFilesAreRead() throws {
    let (first, second) = (
      try GzipTests.bytes(GzipTests.first), try GzipTests.bytes(GzipTests.second)
    )
    try withFile(Data(first + second)) { path in
      let table = try LabelledTable(path: path, label: nil, dialect: TableDialect())
      #expect(table.features.elements == [1, 2, 3, 4] && table.labels == [0, 1])
    }
    try withFile(Data(first.dropLast(3))) { path in
      let error = #expect(throws: InputError.self) {
        try LabelledTable(path: path, label: nil, dialect: TableDialect())
      }
      #expect(error?.problem.contains("truncated") == true && error?.file == path)
    }
  }

  /// What is wrong with a text, where, and a part of what is said.
  struct Mistake: Sendable {
    let text: String
    let line: Int?
    let words: String
    init(_ text: String, _ line: Int?, _ words: String) {
      (self.text, self.line, self.words) = (text, line, words)
    }
  }

  @Test(arguments: [
    Mistake("", nil, "empty"), Mistake("\n\n", nil, "no rows"),
    Mistake("a,b\n", nil, "no rows"), Mistake("a,y\n1,0\n1,2,3\n", 3, "3 fields, but line 1 has 2"),
    Mistake("a,y\n1,0\n\n5\n", 4, "1 field,"), Mistake("a,y\r\n1,0\r\n5\r\n", 3, "1 field,"),
    Mistake("a,y\r1,0\r5\r", 3, "1 field,"), Mistake("a\n1\n2\n", 2, "one column"),
    Mistake("a,y\n1,0\n2,0\n", nil, "one class, 0 in column y"),
    Mistake("a,y\n1,0\n2,1\nnan,1\n", 4, "column a: nan is not a finite number"),
    Mistake("a,y\n1,0\n1e400,1\n", 3, "column a: 1e400 is not a finite number"),
    Mistake("a,y\n1,0\n2,inf\n", 3, "column y: inf"), Mistake("1,2\n3,inf\n", 2, "column x2: inf"),
    Mistake("a,y\n1,0\n,1\n", 3, "column a is missing"),
    Mistake("a,y\n1,0\n2,\"1\n", 3, "does not end"),
    Mistake("a,y\n1,0\n2,\"1\"x\n", 3, "follows a closing quote"),
    Mistake("a,a,y\n1,2,0\n", 1, "two columns are named a"),
    Mistake("a,y\n1,0\n2\u{0},1\n", 3, "zero byte"),
  ])
  func mistakes(_ mistake: Mistake) throws {
    let error = #expect(throws: InputError.self) { try Self.read(mistake.text) }
    #expect(error?.line == mistake.line && error?.file != nil)
    #expect(error?.problem.contains(mistake.words) == true, "\(error?.problem ?? "")")
  }

  @Test func mistakesInSettings() throws {
    for label in ["z", "0", "3", "-1"] {
      let error = #expect(throws: InputError.self) { try Self.read("a,y\n1,0\n", label: label) }
      #expect(error?.problem.contains("1 to 2, or one of a, y") == true)
    }
    let missing = #expect(throws: InputError.self) {
      try Self.read("a,y\n1,0\n2,?\n") { $0.missing = .zero }
    }
    #expect(missing?.line == 3 && missing?.problem.contains("column y") == true)
    let dropped = #expect(throws: InputError.self) {
      try Self.read("a,y\n1,?\n") { $0.missing = .drop }
    }
    #expect(dropped?.problem.contains("every row") == true)
  }

  @Test func tooManyLevelsAreAnError() throws {
    let fields = (0...LabelledTable.maximumLevels).map { "v\($0),\($0 % 2)\n" }.joined()
    let error = #expect(throws: InputError.self) { try Self.read("a,y\n" + fields) }
    #expect(error?.line == 1002 && error?.problem.contains("column a has more than 1000") == true)
  }

  @Test func filesThatAreNotThere() throws {
    let folder = FileManager.default.temporaryDirectory.path
    for (path, words) in [(folder + "/no such file", "no such file"), (folder, "folder")] {
      let error = #expect(throws: InputError.self) {
        try LabelledTable(path: path, label: nil, dialect: TableDialect())
      }
      #expect(error?.file == path && error?.problem.contains(words) == true)
    }
  }
}
