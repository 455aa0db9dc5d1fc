import Core
import Store
import Testing

@Suite struct CSVTests {
  @Test func writesEveryKindOfCell() {
    var table = Table(columns: ["name", "count", "mean"])
    table.append([.text("plain"), .integer(-3), .number(0.1)])
    table.append([.text(""), .integer(0), .number(nil)])
    table.append([.text("–"), .integer(.max), .number(.nan)])
    table.append([.text("x"), .integer(1), .number(-.infinity)])
    let expected = """
      name,count,mean
      plain,-3,0.1
      ,0,
      –,9223372036854775807,
      x,1,

      """
    #expect(CSV.text(of: table) == expected)
  }

  @Test func quotesWhatWouldBreakALine() {
    var table = Table(columns: ["a,b", "c"])
    table.append([.text("say \"no\""), .text("two\nlines")])
    table.append([.text("\r"), .text("\r\n")])
    table.append([.text(" spaces; and 'single' "), .text("\"")])
    let expected =
      "\"a,b\",c\n\"say \"\"no\"\"\",\"two\nlines\"\n\"\r\",\"\r\n\"\n"
      + " spaces; and 'single' ,\"\"\"\"\n"
    #expect(Array(CSV.text(of: table).utf8) == Array(expected.utf8))
  }

  @Test(arguments: [1.0 / 3, 0.1 + 0.2, 1e-300, 123456789.125, 1e22])
  func numbersReadBackBitForBit(_ number: Double) throws {
    var table = Table(columns: ["x", "y"])
    table.append([.number(number), .integer(0)])
    let cell = CSV.text(of: table).split(separator: "\n")[1].split(separator: ",")[0]
    #expect(Double(cell)?.bitPattern == number.bitPattern)
  }

  @Test func aTableWithoutRowsHasItsHeader() {
    #expect(CSV.text(of: Table(columns: ["a", "b"])) == "a,b\n")
  }
}
