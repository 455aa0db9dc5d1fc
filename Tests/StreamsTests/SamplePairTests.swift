import Core
import Numerics
import Testing

@testable import Streams

/// Two files as samples.
@Suite struct SamplePairTests {
  private func pair(_ first: String, _ second: String, column: String? = nil) throws -> SamplePair {
    try withFile(first) { one in
      try withFile(second) { try SamplePair(reference: one, current: $0, column: column) }
    }
  }

  @Test func columnsAreFoundByName() throws {
    let pair = try pair("a,b,c\n1,x,3\n4,y,6\n", "c,b,a,d\n9,z,7,0\n8,x,5,0\n1,x,1e-300,0\n")
    #expect(pair.columns == ["a", "b", "c"] && pair.wordColumns == ["b"])
    #expect(pair.reference == Matrix(rows: 2, columns: 3, [1, 0, 3, 4, 1, 6]))
    #expect(pair.current == Matrix(rows: 3, columns: 3, [7, 2, 9, 5, 0, 8, 1e-300, 0, 1]))
  }

  @Test func oneColumn() throws {
    for column in ["b", "2"] {
      let pair = try pair("a,b\n1,2\n", "b,a\n3,4\n", column: column)
      #expect(pair.columns == ["b"] && pair.wordColumns.isEmpty)
      #expect(pair.reference[0, 0] == 2 && pair.current[0, 0] == 3)
    }
  }

  /// A column of numbers here and of words there holds words.
  @Test func wordsOnOneSide() throws {
    let pair = try pair("a\n10\n9\n", "a\nx\n9\n")
    #expect(pair.wordColumns == ["a"])
    #expect(pair.reference.row(0).first == 0 && pair.reference.row(1).first == 1)
    #expect(pair.current.row(0).first == 2 && pair.current.row(1).first == 1)
  }

  @Test(arguments: [
    ("a,b\n1,2\n", "a\n1\n", "no column b"), ("a,b\n1,\n", "a,b\n1,2\n", "column b: the value is"),
    ("a,b\n1,2\n", "a,b\n1,2\n3,?\n", "column b: the value is missing"),
    ("a,b\n1,2\n", "a,b\n1\n", "has 1 field"),
  ]) func mistakes(first: String, second: String, problem: String) {
    #expect { try pair(first, second) } throws: { "\($0)".contains(problem) }
  }
}
