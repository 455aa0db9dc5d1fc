import Core
import Streams
import Testing

@Suite struct NumericColumnTests {
  func values(_ text: String, column: String? = nil) throws -> [Double] {
    try values([UInt8](text.utf8), column: column)
  }

  func values(_ bytes: [UInt8], column: String? = nil) throws -> [Double] {
    var values: [Double] = []
    let numbers = NumericColumn(file: "f.csv", contents: bytes, column: column)
    try numbers.forEach { values.append($0) }
    return values
  }

  @Test func readsTheColumnThatIsNamed() throws {
    let text = "a;b;\"c\"\"d\"\n1;2;\"3\"\n\n4;5;6\n"
    let expected = [(nil, [1.0, 4]), ("a", [1, 4]), ("2", [2, 5]), ("c\"d", [3, 6])]
    for (column, expected) in expected {
      #expect(try values(text, column: column) == expected)
    }
    #expect(try values("7\n8\r\n9", column: "1") == [7, 8, 9])
    let problem = "no column 4; allowed: a, b, c\"d, or a number from 1 to 3"
    #expect(throws: InputError(file: "f.csv", problem)) { try values(text, column: "4") }
  }

  @Test func readsGzip() throws {
    // a,b,y\n1,2,0\n and 3,4,1\n
    let bytes = try GzipTests.bytes(GzipTests.first) + GzipTests.bytes(GzipTests.second)
    #expect(try values(bytes, column: "b") == [2, 4])
    let empty = InputError(file: "f.csv", "empty; allowed: a header or rows")
    #expect(throws: empty) { try values("") }
  }

  /// Beyond single precision is still a number; what is none in any precision is the reader's to refuse.
  @Test func numbersAreInDoublePrecision() throws {
    #expect(try values("1e300\n-2.5e-300\n0.1\n") == [1e300, -2.5e-300, 0.1])
    #expect(try values("1\ninf\nnan\n")[1] == .infinity)
  }

  @Test(arguments: [
    ("1\n2\nx\n", 3, "x is not a number"), ("1\n\n\"a\nb\"\n", 3, "a b is not a number"),
    ("1,2\n?,3\n", 2, "column x1: the value is missing; allowed: a number"),
  ])
  func aMistakeHasItsLine(text: String, line: Int, problem: String) {
    #expect(throws: InputError(file: "f.csv", line: line, problem)) { try values(text) }
  }

  @Test func whatTheReaderRefusesHasItsLineToo() throws {
    let column = NumericColumn(file: "f.csv", contents: Array("v\n1\n2\n".utf8), column: nil)
    #expect(throws: InputError(file: "f.csv", line: 3, "too large")) {
      try column.forEach { if $0 > 1 { throw InputError("too large") } }
    }
  }
}
