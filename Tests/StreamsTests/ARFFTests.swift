import Core
import Foundation
import Numerics
import Testing

@testable import Streams

@Suite struct ARFFTests {
  static func read(
    _ text: String, label: String? = nil, _ change: (inout TableDialect) -> Void = { _ in }
  ) throws -> LabelledTable { try LabelledTableTests.read(text, label: label, change) }

  /// As MOA's WriteStreamToARFFFile writes them: a comma at the end of every row.
  static let agrawal = """
    @relation 'generators.AgrawalGenerator -f 1'

    @attribute salary numeric
    @attribute elevel {level0,level1,level2,level3,level4}
    @attribute class {groupA,groupB}

    @data

    110499.73540,level3,groupA,
    140893.77904,level0,groupB,

    """

  @Test func whatMOAWrites() throws {
    let table = try Self.read(Self.agrawal)
    let levels = (0...4).map { "level\($0)" }
    #expect(
      table.schema
        == Schema(
          attributes: [.number("salary"), .nominal("elevel", levels)],
          classes: ["groupA", "groupB"]))
    #expect(table.features.elements == [110499.7354, 0, 0, 0, 1, 0, 140893.77904, 1, 0, 0, 0, 0])
    #expect(table.labels == [0, 1])
    #expect(try Self.read(Self.agrawal.replacingOccurrences(of: "\n", with: "\r\n")).count == 2)
  }

  /// The declared order holds, also for classes that do not occur and for numbers.
  @Test func levelsAreInTheirDeclaredOrder() throws {
    let text = """
      % a comment
        % {another}
      @RELATION "a b"
      @Attribute 'the \\'x\\'' REAL % one more
      @attribute "c d"{b , a,'c, d'}
      @attribute y {10,9,'-1',2}
      @DATA % rows
      % comment
      1e2, 'c, d' , 9
      -3\tb 10 % comment

      ? ,a, 9
      """
    let table = try Self.read(text) { $0.missing = .zero }
    #expect(table.schema.features == ["the 'x'", "c d=b", "c d=a", "c d=c, d"])
    #expect(table.schema.classes == ["10", "9", "-1", "2"])
    #expect(table.features.elements == [100, 0, 0, 1, -3, 1, 0, 0, 0, 0, 1, 0])
    #expect(table.labels == [1, 0, 1])
    let label = try Self.read(text, label: "c d") { $0.missing = .drop }
    #expect(label.schema.classes == ["b", "a", "c, d"] && label.labels == [2, 0])
  }

  @Test func theWindowDoesNotMatter() throws {
    for chunk in [1, 2, 3, 10] {
      var file = TableFile(Array(Self.agrawal.utf8), name: "f")
      file.chunk = chunk
      let table = try LabelledTable(file, TableDialect())
      #expect(table.labels == [0, 1] && table.features[1, 0] == 140893.77904)
    }
    let packed = DataFile.gzip(Array(Self.agrawal.utf8))
    let labels = try withFile(packed) { path in try LabelledTable(path: path).labels }
    #expect(labels == [0, 1])
  }

  /// Left out of a sparse row are 0 and the first level.
  @Test func sparseRows() throws {
    let text = """
      @relation r
      @attribute a numeric
      @attribute b {p,q}
      @attribute c numeric
      @attribute y {no,yes}
      @data
      {0 5, 3 yes}
      { 1 q ,2 -1.5}
      {}
      1,p,?,yes
      {2 ?, 3 yes}
      """
    let table = try Self.read(text) { $0.missing = .zero }
    #expect(
      table.features.elements
        == [5, 1, 0, 0, 0, 0, 1, -1.5, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 0, 0])
    #expect(table.labels == [1, 0, 0, 1, 1])
  }

  @Test func textsAreIgnoredOrTheTime() throws {
    let text = """
      @relation r
      @attribute id string
      @attribute when date "yyyy-MM-dd"
      @attribute x numeric
      @attribute y {a,b}
      @data
      'the first', "2024-01-02", 1, a
      'it\\'s', '2024-01-10', 2, b
      """
    let error = #expect(throws: InputError.self) { try Self.read(text) }
    #expect(error?.key == "ignore" && error?.problem.contains("id is of type string") == true)
    let table = try Self.read(text) { ($0.ignore, $0.time) = (["id"], "when") }
    #expect(table.schema.features == ["x"] && table.labels == [0, 1])
  }

  static let header =
    "@relation r\n@attribute a numeric\n@attribute b {red,green}\n@attribute y {0,1}\n@data\n"

  @Test(arguments: [
    (header + "1,red\n", 6, "has 2 fields, but 3 attributes are declared"),
    (header + "1,red,0\n1,red,0,1\n", 7, "has 4 fields"),
    (
      header + "1,red,0\n1,grene,1\n", 7,
      "column b: grene is no declared level; did you mean green?"
    ),
    (header + "1,red,0\n1,red,2\n", 7, "column y: 2 is no declared level"),
    (
      header + "1,red,0\nx,red,1\n", 7, "column a: x is not a number; allowed: numbers, as declared"
    ),
    (header + "1,red,0\n1e400,red,1\n", 7, "column a: 1e400 is not a finite number"),
    (header + "1,red,0\n?,red,1\n", 7, "column a is missing"),
    (header + "1,red,0\n,red,1\n", 7, "column a is missing"),
    (header + "1,red,0\nNA,red,1\n", 7, "column a: NA is not a number"),
    (header + "1,red,0,{5}\n", 6, "weights"), (header + "{0 1, 2 1},{2}\n", 6, "weights"),
    (header + "1,'red,0\n", 6, "a quoted value does not end"),
    (header + "{0 1, 7 2}\n", 6, "allowed: 0 to 2"), (header + "{0 1, 0 2}\n", 6, "two values"),
    (header + "{0 1, 2 }\n", 6, "no value"), (header + "{0 1\n", 6, "allowed: 0 to 2"),
    (header + "{0 1} x\n", 6, "follows"), (header + "1,red,0}\n", 6, "without a {"),
    (header, nil, "no rows"), (header + "1,red,0\n2,green,0\n", nil, "one class, 0 in column y"),
    ("@relation r\n@attribute a numeric\n", nil, "ends before @data"),
    ("@relation r\n@data\n1\n", 2, "no attribute"),
    ("@relation r\n@attribute a numeric\n@attribute a real\n@data\n", 3, "two columns are named a"),
    ("@relation r\n@attribute a complex\n", 2, "a is of type complex"),
    ("@relation r\n@attribute a relational\n", 2, "a is of type relational"),
    ("@relation r\n@attribute a\n", 2, "a is of type nothing"),
    ("@relation r\n@attribute a {x,y\n", 2, "do not end"),
    ("@relation r\n@attribute a {x,x}\n", 2, "two levels x"),
    ("@relation r\n@attribute a {}\n", 2, "no levels"),
    ("@relation r\n@attrbute a real\n", 2, "@attrbute declares nothing"),
    ("@relation r\n@attribute a {'x}\n", 2, "does not end"),
  ])
  func mistakesHaveTheirLine(text: String, line: Int?, words: String) throws {
    let error = #expect(throws: InputError.self) { try Self.read(text) }
    #expect(error?.line == line && error?.file != nil, "\(String(describing: error))")
    #expect(error?.problem.contains(words) == true, "\(error?.problem ?? "")")
  }

  @Test func columnsAndSummaries() throws {
    let text = Self.agrawal + "?,level1,groupA\n1 level2 ?\n"
    try withFile(text) { path in
      let summary = try TableSummary(path: path, label: nil)
      #expect(summary.label == "class" && summary.rows == 4)
      #expect(summary.columns.map(\.levels) == [nil, 5])
      #expect(summary.incompleteRows == 1 && summary.unlabelledRows == 1)
    }
    var values: [Double] = []
    let column = NumericColumn(
      file: "f", contents: Array(Self.agrawal.utf8), column: "salary")
    try column.forEach { values.append($0) }
    #expect(values == [110499.7354, 140893.77904])
  }
}
