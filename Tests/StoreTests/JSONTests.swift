import Foundation
import Store
import Testing

@Suite struct JSONTests {
  /// Foundation's reader is the oracle: it must find what was put in.
  func read(_ text: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  @Test func readsBackTheSame() throws {
    let nasty =
      "quote \" backslash \\ tab \t line \n return \r bell \u{7} escape \u{1b} é 漢 👩‍👩‍👧 \u{2028} /"
    let value = JSON.object([
      ("text\"\n", .text(nasty)), ("big", .integer(.min)), ("yes", .flag(true)),
      ("list", .array([.integer(1), .null, .text(""), .array([]), .object([])])),
    ])
    for text in [value.line, value.indented] {
      let back = try read(text)
      #expect(back["text\"\n"] as? String == nasty)
      #expect(back["big"] as? Int == .min)
      #expect(back["yes"] as? Bool == true)
      #expect((back["list"] as? [Any])?.count == 5)
    }
    #expect(!value.line.contains("\n"))
  }

  @Test(arguments: [
    0.1, -0.0, 1, 1e-5, 1e16, .leastNonzeroMagnitude, .greatestFiniteMagnitude, 1.0 / 3, -2.5,
  ])
  func numbersReadBackBitForBit(_ number: Double) throws {
    let line = JSON.array([.number(number)]).line
    let back = try JSONDecoder().decode([Double].self, from: Data(line.utf8))
    #expect(back[0].bitPattern == number.bitPattern)
  }

  @Test func undefinedNumbersAreNull() {
    let values: [JSON] = [.number(.nan), .number(.infinity), .number(nil as Double?), .null]
    #expect(JSON.array(values).line == "[null,null,null,null]")
  }

  @Test func keepsTheOrderAndIndentsByTwo() {
    let value = JSON.object([
      ("z", .integer(1)), ("a", .array([.number(0.5), .flag(false)])), ("e", .object([])),
    ])
    #expect(value.line == #"{"z":1,"a":[0.5,false],"e":{}}"#)
    let indented = """
      {
        "z": 1,
        "a": [
          0.5,
          false
        ],
        "e": {}
      }
      """
    #expect(value.indented == indented)
  }
}
