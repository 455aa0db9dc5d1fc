import Core
import Foundation
import Numerics
import Testing

@testable import Streams

/// Files that are no table, or nearly one.
@Suite struct TableMistakeTests {
  static func problem(_ bytes: [UInt8]) throws -> InputError {
    try withFile(bytes) { path in
      let error = #expect(throws: InputError.self) { try LabelledTable(path: path) }
      #expect(error?.file == path)
      return try #require(error)
    }
  }

  @Test(
    arguments: [
      ([0xff, 0xfe, 0x61, 0, 0x2c, 0], nil, "is UTF-16 text"),
      ([0xfe, 0xff, 0, 0x61], nil, "is UTF-16 text"),
      (Array("a,y\n1,0\n\"x\n\0\",1\n".utf8), 4, "zero byte"),
      (Array("a,y\ncaf".utf8) + [0xe9] + Array(",0\nb,1\n".utf8), nil, "column a: not UTF-8 text"),
      (Array("caf".utf8) + [0xe9] + Array(",y\n1,0\nb,1\n".utf8), 1, "name is not UTF-8"),
      ([0x89, 0x50, 0x4e, 0x47, 0, 0], 1, "zero byte"),
      (Array("a,y\n-1e400,0\n1,1\n".utf8), 2, "column a: -1e400 is not a finite number"),
      (Array(",a,x1,y\n1,2,3,0\n".utf8), 1, "two columns are named x1"),
      (Array("a,y\n1,0\n2,\"1\"\"\n".utf8), 3, "does not end"),
    ] as [([UInt8], Int?, String)])
  func aMistakeHasItsLine(bytes: [UInt8], line: Int?, words: String) throws {
    let error = try Self.problem(bytes)
    #expect(error.line == line && error.problem.contains(words), "\(error)")
    let packed = try Self.problem(DataFile.gzip(bytes))
    #expect(packed.line == line && packed.problem == error.problem)
  }

  @Test func aHundredThousandLevelsAreRefused() throws {
    let words = (0..<100_000).map { "w\($0),\($0 % 2)\n" }.joined()
    let error = try Self.problem(Array("a,y\n\(words)".utf8))
    #expect(error.line == 1002 && error.problem.contains("column a has more than 1000"))
  }

  @Test func aTruncatedGzipIsTold() throws {
    let packed = DataFile.gzip(Array("a,y\n1,0\n2,1\n".utf8))
    for count in [3, 12, packed.count - 1] {
      let error = try Self.problem(Array(packed.prefix(count)))
      #expect(error.problem.contains("the gzip file is truncated"))
    }
  }

  @Test(.enabled(if: geteuid() != 0, "root may read everything"))
  func anUnreadableFileIsTold() throws {
    try withFile("a,y\n1,0\n") { path in
      try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: path)
      let error = #expect(throws: InputError.self) { try LabelledTable(path: path) }
      #expect(error?.problem == "cannot be read (Permission denied)")
    }
  }

  static let originals: [[UInt8]] = [
    Array(ARFFTests.agrawal.utf8), Array(ARFFTests.header.utf8) + Array("{0 1, 1 'green'}\n".utf8),
    Array("a,\"b\",y\r\n1,?,0\r\n2.5e3,\"x\"\"y\",1\r\n".utf8), IDXTests.images,
    DataFile.gzip(Array("a,y\n1,0\n2,1\n".utf8)),
  ]

  /// Whatever is changed in a file, it is read or refused.
  @Test(arguments: originals.indices) func damagedFilesAreReadOrRefused(index: Int) throws {
    var random = RandomStream(seed: UInt64(index))
    let alphabet = Array("\"',;{}%@?\\\n\r\t 0e.-NA\0".utf8) + [0xff, 0x1f]
    try withFile(IDXTests.labels) { labels in
      for _ in 0..<200 {
        var bytes = Self.originals[index]
        for _ in 0...random.integer(below: 3) {
          let i = random.integer(below: bytes.count)
          let byte = alphabet[random.integer(below: alphabet.count)]
          switch random.integer(below: 3) {
          case 0: bytes[i] = byte
          case 1: bytes.insert(byte, at: i)
          default: bytes.remove(at: i)
          }
        }
        var (file, dialect) = (TableFile(bytes, name: "f"), TableDialect())
        file.chunk = 1 + random.integer(below: 20)
        dialect.missing = [.error, .zero, .drop, .mean][random.integer(below: 4)]
        dialect.labelFile = index == 3 ? labels : nil
        do throws(InputError) {
          let table = try LabelledTable(file, dialect)
          let isFinite = table.features.elements.allSatisfy { $0.isFinite }
          #expect(isFinite)
        } catch {
          #expect(!error.problem.isEmpty)
        }
      }
    }
  }

  /// A quote that never ends stops at a limit and not at the end of memory.
  @Test func aRecordHasALimit() throws {
    var window = TextWindow(
      try TableFile(Array(repeating: UInt8(ascii: "a"), count: 100), name: "f").open(), chunk: 10)
    while !window.isLast { try window.refill(keepingFrom: 0) }
    #expect(window.end == 100 && TextWindow.mostBytes == 1 << 26)
  }

  @Test func manyWordsForAFewNumbersAreAFewClasses() throws {
    let rows = (0..<1200).map { "1,\($0 % 2).\(String(repeating: "0", count: $0 % 1100 + 1))\n" }
    let table = try LabelledTableTests.read("x,y\n" + rows.joined())
    #expect(table.schema.classes == ["0", "1"] && table.labels.prefix(3) == [0, 1, 0])
  }
}
