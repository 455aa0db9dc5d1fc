import TestSupport
import Testing

@testable import Streams

extension GoldenGeneratorTests {
  /// The rows of a file, the label last.
  static func rows(_ file: String) throws -> [[Double]] {
    let text = String(decoding: try Golden.data("generators", file), as: UTF8.self)
    let rows = try text.split(whereSeparator: \.isNewline).dropFirst().map { line in
      try line.split(separator: ",").map { try #require(Double($0)) }
    }
    #expect(!rows.isEmpty, "\(file)")
    return rows
  }

  @Test func agrawal() throws {
    let files = try Golden.files("generators", ".csv").filter { $0.hasPrefix("agrawal_f") }
    #expect(!files.isEmpty)
    for file in files {
      let function = try #require(Int(file.dropFirst(9).prefix { $0.isNumber }))
      let rule = AgrawalRule(function: function)
      for row in try Self.rows(file) {
        let person = AgrawalRule.Person(
          salary: row[0], commission: row[1], age: row[2], level: Int(row[3]), houseValue: row[6],
          houseYears: row[7], loan: row[8])
        #expect(rule.isGroupA(person) == (row[9] == 0), "\(file): \(row)")
        #expect((0...4).contains(row[3]) && (0...19).contains(row[4]) && (0...8).contains(row[5]))
        let area = 100_000 * (9 - row[5])
        #expect((area / 2...area * 3 / 2).contains(row[6]) && (1...30).contains(row[7]))
        #expect((20_000...150_000).contains(row[0]) && (20...80).contains(row[2]))
        #expect(row[0] >= 75_000 ? row[1] == 0 : (10_000...75_000).contains(row[1]))
      }
    }
  }

  @Test func led() throws {
    for row in try Self.rows("led.csv") {
      let pattern = row[..<7].reduce(0) { 2 * $0 + Int($1) }
      #expect(row.count == 25 && LED.digits[Int(row[24])] == pattern, "\(row)")
    }
  }
}
