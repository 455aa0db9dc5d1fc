import Testing

@testable import Streams

@Suite struct NumericFieldTests {
  func read(_ text: String) -> NumericField { NumericField(Array(text.utf8).span) }

  /// The library's parser is the oracle, to the last bit.
  @Test(arguments: [
    "0", "-0", "1", "+1", "007", "12.5", ".5", "5.", "-3.25e2", "1E5", "1e+5", "1e-5", "0.1",
    "123456789012345", "1234567890123456789", "0.30000000000000004", "1e22", "1e23", "9e-22",
    "3.4e38", "1e-45", "1e-400", "0.000000000000000000000000000012345", "00000000000000000000.25",
    "179769313486231570000.5e-10",
    // Two roundings in a row would be wrong here.
    "514496474603100760e-9", "36267854731514259e-1", "335095451232291575e-1",
  ])
  func numbersAreReadExactly(text: String) throws {
    let expected = try #require(Double(text))
    guard case .number(let value) = read(text) else {
      Issue.record("\(text) is not read as a number")
      return
    }
    #expect(value.bitPattern == expected.bitPattern)
  }

  @Test(arguments: ["nan", "NaN", "-nan", "inf", "+Inf", "-Infinity", "1e400", "-1e400", "3.5e38"])
  func whatIsNotFiniteIsTold(text: String) { #expect(read(text) == .notFinite) }

  @Test(arguments: ["", "?", "NA"])
  func whatIsMissingIsTold(text: String) { #expect(read(text) == .missing) }

  @Test(arguments: [
    "abc", "-", "+", ".", "e5", "1e", "1e+", "1.2.3", "1 2", "0x10", "1_000", "--1", "1e5.0", "na",
    "informal", "١",
  ])
  func theRestIsText(text: String) { #expect(read(text) == .text) }
}
