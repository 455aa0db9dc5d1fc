import Testing

@testable import Report

@Suite struct TextTests {
  @Test(arguments: [
    (5, "frozen", "froz…"), (6, "frozen", "frozen"), (1, "frozen", "…"), (0, "a", ""),
  ])
  func shortened(width: Int, text: String, expected: String) {
    #expect(text.shortened(to: width) == expected)
  }

  @Test(arguments: [
    (12, "replay capacity=100", "replay …=100"), (12, "replay cap=1", "replay cap=1"),
    (5, "abcdefg", "abc…g"), (4, "abcdefg", "abc…"), (0, "a", ""),
  ])
  func shortenedInside(width: Int, text: String, expected: String) {
    #expect(text.shortenedInside(to: width) == expected)
  }

  @Test func padded() {
    #expect("ab".padded(to: 4, right: true) == "  ab")
    #expect("ab".padded(to: 4, right: false) == "ab  ")
    #expect("abc".padded(to: 2, right: true) == "abc")
  }

  @Test func wrapped() {
    #expect("one two three".wrapped(to: 7) == ["one two", "  three"])
    #expect("one extraordinary".wrapped(to: 7) == ["one", "  extr…"])
    #expect("".wrapped(to: 7) == [""])
  }
}
