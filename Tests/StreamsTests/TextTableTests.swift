import Core
import Foundation
import Numerics
import Testing

@testable import Streams

/// Delimited text cut into records, however the window slides over it.
@Suite struct TextTableTests {
  /// All fields of all records as texts, the file read `chunk` bytes at a time.
  static func records(
    _ bytes: [UInt8], chunk: Int = TextWindow.chunk, _ change: (inout TableDialect) -> Void
  ) throws -> [[String]] {
    var (file, dialect) = (TableFile(bytes, name: "f.csv"), TableDialect())
    file.chunk = chunk
    change(&dialect)
    var table = try TextTable(file, dialect)
    var records: [[String]] = []
    while try table.next() { records.append(try table.columns.indices.map { try table.text($0) }) }
    return records
  }

  static let words = [
    "a", "", "7", "-1.5e3", "two words", "comma, semicolon; pipe| tab\t.", "\"", "\"\"",
    "say \"x\"",
    "line\nline", "line\r\nline", "\r", "é", "?", "end\"",
  ]

  /// A field as it may be written: quoted where it must be, or now and then.
  static func written(_ word: String, delimiter: String, _ random: inout RandomStream) -> String {
    let isPlain =
      !word.unicodeScalars.contains { "\"\n\r".unicodeScalars.contains($0) }
      && !word.contains(delimiter) && word == word.trimmingCharacters(in: [" ", "\t"])
    let blanks = ["", "", " ", delimiter == "\t" ? "  " : "\t "]
    let field =
      isPlain && random.bernoulli(0.7)
      ? word : "\"" + word.replacingOccurrences(of: "\"", with: "\"\"") + "\""
    return blanks[random.integer(below: 4)] + field + blanks[random.integer(below: 4)]
  }

  /// Rows of random words, written in a random way: what is read is what was written.
  @Test(arguments: [",", ";", "\t", "|"], 0..<6)
  func randomTablesAreReadBack(delimiter: String, seed: Int) throws {
    var random = RandomStream(seed: UInt64(seed))
    let lineEnd = ["\n", "\r\n", "\r"][seed % 3]
    let rows = (0..<12).map { _ in
      (0..<4).map { _ in Self.words[random.integer(below: Self.words.count)] }
    }
    var text = seed % 2 == 0 ? "\u{feff}" : ""
    for row in rows {
      if random.bernoulli(0.2) { text += "  " + lineEnd }
      let fields = row.map { Self.written($0, delimiter: delimiter, &random) }
      text += fields.joined(separator: delimiter) + lineEnd
    }
    if seed >= 3 { text.removeLast() }
    let word = ["\t": "tab", ",": "comma", ";": "semicolon", "|": "pipe"][delimiter] ?? ""
    for chunk in [1, 2, 3, 5, 7, 64, TextWindow.chunk] {
      let read = try Self.records(Array(text.utf8), chunk: chunk) {
        ($0.header, $0.delimiter) = (.no, .init(rawValue: word) ?? .auto)
      }
      #expect(read == rows, "chunks of \(chunk)")
    }
  }

  @Test func delimitersAreFound() throws {
    for delimiter in [",", ";", "\t", "|"] {
      let text = "a\(delimiter)\"b,;|\n,\"\(delimiter)c\n1\(delimiter)2\(delimiter)3\n"
      for chunk in [1, 1000] {
        #expect(try Self.records(Array(text.utf8), chunk: chunk) { _ in } == [["1", "2", "3"]])
      }
    }
  }

  @Test func spacesMayBeSeveral() throws {
    let text = "a b  \t c\n  1   \"2 x\" 3  \n\n4\t5 6"
    for chunk in [1, 2, 1000] {
      let read = try Self.records(Array(text.utf8), chunk: chunk) { $0.delimiter = .space }
      #expect(read == [["1", "2 x", "3"], ["4", "5", "6"]])
    }
  }

  @Test func linesAreThoseOfTheFile() throws {
    let text = "\na,y\r\n\r1,\"x\n\r\n\"\r\n\n2,z\r3,z"
    for chunk in [1, 2, 3, 1000] {
      var file = TableFile(Array(text.utf8), name: "f")
      file.chunk = chunk
      var (table, lines) = (try TextTable(file, TableDialect()), [Int]())
      while try table.next() { lines.append(table.line) }
      #expect(lines == [4, 8, 9], "chunks of \(chunk)")
    }
  }

  @Test func theWindowStaysSmall() throws {
    let rows = Array("12345,67890\n".utf8)
    var file = TableFile((0..<500).flatMap { _ in rows }, name: "f")
    file.chunk = 100
    var (table, count) = (try TextTable(file, TableDialect()), 0)
    while try table.next() {
      count += 1
      #expect(table.scanner.window.bytes.count < 250)
    }
    #expect(count == 500)
  }

  @Test func tenThousandColumns() throws {
    let names = (0..<10_000).map { "c\($0)" }.joined(separator: ",")
    let row = (0..<9_999).map { "\($0 % 10)" }.joined(separator: ",")
    let table = try LabelledTableTests.read("\(names)\n\(row),0\n\(row),1\n")
    #expect(table.schema.features.count == 9_999 && table.count == 2)
    #expect(table.features[1, 9_998] == 8)
  }
}
