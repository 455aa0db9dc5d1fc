import Foundation
import System
import Testing

/// Files made by Python's gzip module.
@Suite struct GzipTests {
  static let first = "H4sIAAAAAAACA0vUSdKp5DLUMdIx4AIAWc3tfQwAAAA="  // a,b,y\n1,2,0\n
  static let second = "H4sIAAAAAAACAzPWMdEx5AIAeyiLXwYAAAA="  // 3,4,1\n

  static func bytes(_ base64: String) throws -> [UInt8] {
    [UInt8](try #require(Data(base64Encoded: base64)))
  }

  static func inflate(_ bytes: [UInt8], by size: Int = 1 << 16) throws -> [UInt8] {
    try ByteSource(bytes, name: "f").rest(by: size)
  }

  func text(_ bytes: [UInt8]) throws -> String {
    String(decoding: try Self.inflate(bytes), as: UTF8.self)
  }

  @Test func inflatesOneFileOrSeveral() throws {
    let (first, second) = (try Self.bytes(Self.first), try Self.bytes(Self.second))
    #expect(try text(first) == "a,b,y\n1,2,0\n")
    #expect(try text(first + second) == "a,b,y\n1,2,0\n3,4,1\n")
    #expect(try text(second + [0, 0, 0]) == "3,4,1\n")
  }

  /// 600 000 times `a`: more than two pieces of output.
  static let long = """
    H4sIAAAAAAACA+3BMQEAAADCoKzrX8IaHkABAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\
    AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\
    AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\
    AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\
    AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\
    AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\
    AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\
    AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\
    AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\
    AAAAAAAAAAAAAAAAAPBocejjuMAnCQA=
    """

  @Test func inflatesManyPieces() throws {
    for size in [100_000, 1 << 18, 1 << 20] {
      let bytes = try Self.inflate(Self.bytes(Self.long), by: size)
      #expect(bytes == Array(repeating: UInt8(ascii: "a"), count: 600_000))
    }
  }

  @Test func everyTruncationIsFound() throws {
    let bytes = try Self.bytes(Self.first)
    for count in 2..<bytes.count {
      #expect(throws: FileError("f", "the gzip file is truncated"), "\(count) bytes") {
        try Self.inflate(Array(bytes.prefix(count)))
      }
    }
  }

  @Test func damageIsFound() throws {
    let bytes = try Self.bytes(Self.first)
    for i in 10..<bytes.count {
      var damaged = bytes
      damaged[i] ^= 0x55
      #expect(throws: FileError.self, "byte \(i)") { try Self.inflate(damaged) }
    }
    for rest in [[1, 2, 3], [0x1f], [0, 1]] as [[UInt8]] {
      let error = #expect(throws: FileError.self, "\(rest)") { try Self.inflate(bytes + rest) }
      #expect(error?.problem.contains("gzip file is") == true)
    }
  }

  @Test func knowsItsOwn() throws {
    #expect(Gzip.isCompressed(try Self.bytes(Self.first)))
    #expect(!Gzip.isCompressed([0x61, 0x2c]) && !Gzip.isCompressed([]))
  }
}
