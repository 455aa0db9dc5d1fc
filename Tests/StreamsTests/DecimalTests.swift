import Numerics
import Testing

@testable import Streams

@Suite struct DecimalTests {
  /// The library's parser is the oracle, to the last bit: 1 to 19 digits, with and without a point.
  @Test(arguments: 1...19) func randomDecimalsAreRoundedOnce(digits: Int) {
    var random = RandomStream(seed: UInt64(digits))
    for _ in 0..<200 {
      var text = (0..<digits).map { _ in "\(random.integer(below: 10))" }.joined()
      let point = random.integer(below: digits + 1)
      text.insert(".", at: text.index(text.startIndex, offsetBy: point))
      if random.bernoulli(0.3) { text += "e\(random.integer(below: 40) - 25)" }
      if random.bernoulli(0.3) { text = "-" + text }
      let bytes = Array(text.utf8)
      guard let decimal = Decimal(bytes.span) else {
        Issue.record("\(text) is no number")
        continue
      }
      guard let value = decimal.value else { continue }
      #expect(value.bitPattern == Double(text)?.bitPattern, "\(text)")
    }
  }

  /// Halfway between two doubles, and a little to either side.
  @Test func tiesGoToEven() throws {
    for text in [
      "9007199254740993", "9007199254740995", "900719925474099.3", "4503599627370496.5",
      "4503599627370497.5", "4503599627370497.499", "4503599627370497.501", "9007199254740992.9",
      "0.500000000000000166", "0.5000000000000001665", "0.1", "0.3", "1234567890123456.789",
    ] {
      let value = try #require(Decimal(Array(text.utf8).span)?.value)
      #expect(value.bitPattern == Double(text)?.bitPattern, "\(text)")
    }
  }

  @Test func whatIsCertainlyFiniteIsTold() {
    for (text, expected) in [
      ("1", true), ("-12.5e30", true), ("9e37", true), ("1e38", false), ("1e400", false),
      ("x", false), ("0.00001e42", true), ("", false),
    ] {
      #expect(NumericField.isPlainNumber(Array(text.utf8).span) == expected, "\(text)")
    }
  }
}
