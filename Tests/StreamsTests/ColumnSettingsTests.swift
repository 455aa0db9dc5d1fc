import Core
import Foundation
import Numerics
import Testing

@testable import Streams

/// The settings that say what the columns of a table are for.
@Suite struct ColumnSettingsTests {
  static func read(
    _ text: String, label: String? = nil, _ change: (inout TableDialect) -> Void
  ) throws -> LabelledTable { try LabelledTableTests.read(text, label: label, change) }

  static let text = "a,b,c,d,y\n1,2,3,4,0\n5,6,7,8,1\n"

  @Test func featuresByName() throws {
    let two = try Self.read(Self.text) { $0.features = ["d", "b"] }
    #expect(two.schema.features == ["b", "d"] && two.features.elements == [2, 4, 6, 8])
    let first = try Self.read(Self.text, label: "a") { $0.features = ["y"] }
    #expect(first.schema.features == ["y"] && first.schema.classes == ["1", "5"])
    // What is not used may be missing.
    let gap = Self.text.replacingOccurrences(of: "7", with: "?")
    #expect(try Self.read(gap) { $0.features = ["a"] }.count == 2)
  }

  @Test(arguments: [
    ("features", ["z"], "there is no column z; allowed: a, b, c, d, y"),
    ("features", ["y"], "y is no feature; allowed: a, b, c, d"),
    ("features", ["a", "t"], "there is no column t"),
    ("nominal", ["y"], "y is no feature; allowed: a, b, c, d"),
    ("nominal", ["e"], "there is no column e"),
    ("time", ["y"], "y is the label"), ("time", ["z"], "there is no time column z"),
    ("time", ["b"], "b is the group"),
  ])
  func mistakesNameTheSetting(key: String, names: [String], words: String) throws {
    let error = #expect(throws: InputError.self) {
      try Self.read(Self.text) { dialect in
        dialect.group = "b"
        switch key {
        case "features": (dialect.group, dialect.features) = (nil, names)
        case "nominal": (dialect.group, dialect.nominal) = (nil, names)
        default: dialect.time = names[0]
        }
      }
    }
    #expect(error?.key == key && error?.problem.contains(words) == true, "\(error?.problem ?? "")")
  }

  @Test func noFeaturesLeft() throws {
    let error = #expect(throws: InputError.self) {
      try Self.read("t,y\n1,0\n2,1\n") { $0.time = "t" }
    }
    #expect(error?.key == "time" && error?.problem.contains("no features are left") == true)
  }

  @Test func aNumberAsTheTarget() throws {
    let text = "x,y\n1,2.5\n2,-1e3\n3,2.5\n"
    let table = try Self.read(text) { $0.target = .number }
    #expect(table.schema == Schema(features: ["x"], classes: []))
    #expect(table.labels == [2.5, -1000, 2.5])
    #expect(try Self.read("x,y\n1,3\n2,3\n") { $0.target = .number }.labels == [3, 3])
    for (word, line, words) in [
      ("red", 4, "column y: red is not a number; allowed: numbers, or target: class"),
      ("1e400", 4, "column y: 1e400 is not a finite number"), ("", 4, "column y is missing"),
    ] {
      let error = #expect(throws: InputError.self) {
        try Self.read("x,y\n1,2\n2,3\n3,\(word)\n") { $0.target = .number }
      }
      #expect(error?.line == line && error?.problem.contains(words) == true)
    }
    let many = "x,y\n" + (0...1000).map { "1,\($0).5\n" }.joined()
    let error = #expect(throws: InputError.self) { try Self.read(many) { _ in } }
    #expect(error?.line == 1002 && error?.problem.contains("the setting `target`") == true)
    #expect(try Self.read(many) { $0.target = .number }.count == 1001)
  }

  @Test func codesAreOneHotInNumericOrder() throws {
    let text = "zip,x,y\n10,1,0\n9,2,1\n10.0,3,0\n-1,4,1\n"
    let table = try Self.read(text) { $0.nominal = ["zip"] }
    #expect(table.schema.features == ["zip=-1", "zip=9", "zip=10", "x"])
    #expect(table.features.elements == [0, 0, 1, 1, 0, 1, 0, 2, 0, 0, 1, 3, 1, 0, 0, 4])
    // Words among them: all are words, in alphabetical order.
    let mixed = try Self.read(text.replacingOccurrences(of: "-1", with: "no")) {
      $0.nominal = ["zip"]
    }
    #expect(mixed.schema.features == ["zip=10", "zip=10.0", "zip=9", "zip=no", "x"])
    let many = "c,y\n" + (0...1000).map { "\($0),\($0 % 2)\n" }.joined()
    let error = #expect(throws: InputError.self) { try Self.read(many) { $0.nominal = ["c"] } }
    #expect(error?.line == 1002 && error?.problem.contains("1000 distinct levels") == true)
  }

  @Test func aColumnWithoutValuesIsZero() throws {
    for (rule, name) in [(TableDialect.Missing.zero, "c"), (.mean, "c=?")] {
      let table = try Self.read("c,x,y\n?,1,0\n?,2,1\n") {
        ($0.nominal, $0.missing) = (["c"], rule)
      }
      #expect(table.schema.features == [name, "x"])
      #expect(table.features.elements == (rule == .zero ? [0, 1, 0, 2] : [1, 1, 1, 2]))
    }
    let numbers = try Self.read("c,x,y\n?,1,0\n?,2,1\n") { $0.missing = .mean }
    #expect(numbers.features.elements == [0, 1, 0, 2])
  }

  /// The mean of the values before, in the order of time; nothing of what comes later.
  @Test func missingValuesAreMeansOfThePast() throws {
    let text = "t,x,c,y\n4,?,b,0\n1,?,?,1\n2,6,a,0\n3,3,a,1\n5,NA,,0\n"
    let plain = try Self.read(text) { ($0.missing, $0.ignore) = (.mean, ["t"]) }
    #expect(plain.schema.features == ["x", "c=a", "c=b", "c=?"])
    #expect(
      plain.features.elements
        == [0, 0, 1, 0, 0, 0, 0, 1, 6, 1, 0, 0, 3, 1, 0, 0, 4.5, 0, 0, 1])
    let sorted = try Self.read(text) { ($0.missing, $0.time, $0.isSorted) = (.mean, "t", true) }
    #expect(sorted.labels == [1, 0, 1, 0, 0])
    #expect((0..<5).map { sorted.features[$0, 0] } == [0, 6, 3, 4.5, 4.5])
    let label = #expect(throws: InputError.self) {
      try Self.read("x,y\n1,0\n2,1\n3,?\n") { $0.missing = .mean }
    }
    #expect(label?.line == 4 && label?.problem.contains("a label cannot be a mean") == true)
  }

  /// Words that come after numbers in a column, found by another pass.
  @Test func lateWordsMakeAColumnNominal() throws {
    let text = "a,b,y\n1,2,0\n1.0,3,1\n?,nan,0\nx,4,1\n"
    let error = #expect(throws: InputError.self) { try Self.read(text) { $0.missing = .zero } }
    #expect(error?.line == 4 && error?.problem.contains("column b: nan") == true)
    let table = try Self.read(text) { ($0.missing, $0.ignore) = (.zero, ["b"]) }
    #expect(table.schema.features == ["a=1", "a=1.0", "a=x"])
    #expect(table.features.elements == [1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1])
    let many = (0...1000).map { "\($0),\($0 % 2)\n" }.joined()
    let late = #expect(throws: InputError.self) { try Self.read("a,y\n\(many)x,1\n") { _ in } }
    #expect(late?.line == 1002 && late?.problem.contains("more than 1000") == true)
  }
}
