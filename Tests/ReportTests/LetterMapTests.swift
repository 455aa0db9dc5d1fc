import Testing

@testable import Report

@Suite struct LetterMapTests {
  private static let letters: [[Character]] = [["A", "A", "b"], ["A", "B", "B"]]

  private func map(_ width: Int) -> String {
    LetterMap(
      x: ("error", [0.01, 0.1, 1]), y: ("label", [0.5, 20]), letters: Self.letters, width: width
    ).text
  }

  @Test func wide() {
    #expect(
      map(80) == """
        label
         20 | A B B
        0.5 | A A b
              '
              0.01
              error

        """)
  }

  /// A letter wide where there is no room for two, and columns left out where there is none for one.
  @Test func narrow() {
    #expect(map(9).contains(" 20 | ABB\n"))
    #expect(map(8).contains(" 20 | AB\n") && map(8).contains("0.5 | Ab\n"))
    for width in 1...12 {
      #expect(map(width).split(separator: "\n").allSatisfy { $0.count <= width })
    }
  }

  @Test func ticksHaveRoom() {
    let values = (0..<25).map { Double($0) }
    let text = LetterMap(
      x: ("x", values), y: ("y", [0, 1]),
      letters: Array(repeating: Array(repeating: "A", count: 25), count: 2), width: 80
    ).text.split(separator: "\n")
    // Every third is the shortest way to the last one.
    #expect(text[3] == "    '     '     '     '     '     '     '     '     '")
    #expect(text[4] == "    0     3     6     9     12    15    18    21    24")
  }
}
