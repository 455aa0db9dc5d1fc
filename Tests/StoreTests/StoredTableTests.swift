import Core
import Store
import Testing

@Suite struct StoredTableTests {
  private static let text = "a,\"b, or c\",d\n1,\"x \"\"y\"\"\",2.50\n,,\n\"two\nlines\",é,-0.0\n"

  @Test func whatIsNotChangedIsWrittenAsItWas() throws {
    let table = try StoredTable(Self.text, file: "t.csv")
    #expect(table.text == Self.text)
    #expect(table.columns == ["a", "b, or c", "d"])
    #expect(try table.values("b, or c") == ["x \"y\"", "", "é"])
    #expect(try table.values("a") == ["1", "", "two\nlines"])
    let empty = try StoredTable("a,b\n", file: "t.csv")
    #expect(empty.rows.isEmpty && empty.text == "a,b\n")
  }

  @Test func columnsAreReplaced() throws {
    var table = try StoredTable("a,b,c\n1,2,3\n4,5,6\n", file: "t.csv")
    var new = Table(columns: ["key", "b", "e"])
    new.append([.text("k"), .number(0.5), .text("x,y")])
    table.replace(columns: ["b", "no such"], by: new, from: 1)
    #expect(table.text == "a,c,b,e\n1,3,0.5,\"x,y\"\n4,6,,\n")
  }

  @Test func asATable() throws {
    let table = try StoredTable("name,n,x,e\n7,7,7.5,\n", file: "t.csv").table(words: ["name"])
    #expect(table.rows == [[.text("7"), .integer(7), .number(7.5), .number(nil)]])
  }

  @Test(arguments: [
    ("", 1, "empty"), ("a,b\n1\n", 2, "1 cells; allowed: 2"), ("a,b\n1,2\n3,", 3, "cut off"),
    ("a,b\n1,2", 2, "cut off"), ("a,b\n\"1,2\n", 3, "cut off"),
  ])
  func damage(_ text: String, _ line: Int, _ words: String) {
    let error = #expect(throws: InputError.self) { try StoredTable(text, file: "t.csv") }
    #expect(error?.file == "t.csv" && error?.line == line)
    #expect(error?.problem.contains(words) ?? false, "\(error?.problem ?? "")")
  }

  @Test func aMissingColumnIsTold() throws {
    let table = try StoredTable("a\n1\n", file: "t.csv")
    let error = #expect(throws: InputError.self) { try table.values("b") }
    #expect(error?.problem.contains("no column b") ?? false)
  }
}
