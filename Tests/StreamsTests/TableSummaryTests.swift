import Core
import Foundation
import Numerics
import Testing

@testable import Streams

@Suite struct TableSummaryTests {
  private func with<Result>(_ text: String, _ body: (String) throws -> Result) throws -> Result {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID()).csv")
    try Data(text.utf8).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    return try body(file.path)
  }

  @Test func columnsAreToldApartAndMissingFieldsCounted() throws {
    let rows = (0..<150).map { i in
      "d\(i),\(i == 3 ? "NA" : "\(i)"),\(i % 2 == 0 ? "a" : "b"),\(i == 4 || i == 5 ? "?" : "\(i % 3)")"
    }
    let summary = try with((["day,n,side,y"] + rows).joined(separator: "\n")) {
      try TableSummary(path: $0, label: nil)
    }
    #expect(summary.label == "y")
    #expect(summary.rows == 150)
    #expect(summary.columns.map(\.name) == ["day", "n", "side"])
    #expect(summary.columns.map(\.levels) == [TableSummary.mostLevels + 1, nil, 2])
    #expect(summary.columns.map(\.isIgnored) == [true, false, false])
    #expect(summary.incompleteRows == 1)
    #expect(summary.unlabelledRows == 2)
  }

  @Test func theLabelIsANameOrANumberFromOne() throws {
    try with("a,b,c\n1,2,3\n") { (path: String) throws -> Void in
      for (label, name) in [(nil, "c"), ("b", "b"), ("1", "a")] as [(String?, String)] {
        #expect(try TableSummary(path: path, label: label).label == name)
      }
      for label in ["d", "0", "4"] {
        #expect(throws: InputError.self) { try TableSummary(path: path, label: label) }
      }
    }
  }

  @Test func ignoredColumnsAreNoFeatures() throws {
    let text = "day,n,side,y\nmon,1,a,0\ntue,2,b,1\n"
    try with(text) { (path: String) throws -> Void in
      var dialect = TableDialect()
      dialect.ignore = ["day", "side"]
      let table = try LabelledTable(path: path, label: nil, dialect: dialect)
      #expect(table.schema.features == ["n"])
      #expect(table.features.row(1).map { $0 } == [2])
      #expect(table.labels == [0, 1])
      // A missing field of an ignored column is not missed.
      try with("day,n,y\n?,1,0\n,2,1\n") { (path: String) throws -> Void in
        dialect.ignore = ["day"]
        #expect(try LabelledTable(path: path, label: "y", dialect: dialect).count == 2)
      }
      dialect.ignore = ["dya"]
      let error = #expect(throws: InputError.self) {
        try LabelledTable(path: path, label: nil, dialect: dialect)
      }
      #expect(error?.key == "ignore")
      #expect(error?.problem == "there is no column dya; allowed: day, n, side, y")
      dialect.ignore = ["day", "n", "side", "y"]
      #expect(throws: InputError.self) {
        try LabelledTable(path: path, label: nil, dialect: dialect)
      }
    }
  }
}
