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

  func text(_ bytes: [UInt8]) throws -> String {
    String(decoding: try Gzip.inflate(bytes), as: UTF8.self)
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
    let bytes = try Gzip.inflate(Self.bytes(Self.long))
    #expect(bytes == Array(repeating: UInt8(ascii: "a"), count: 600_000))
  }

  @Test func everyTruncationIsFound() throws {
    let bytes = try Self.bytes(Self.first)
    for count in 2..<bytes.count {
      #expect(throws: Gzip.Failure.truncated, "\(count) bytes") {
        try Gzip.inflate(Array(bytes.prefix(count)))
      }
    }
  }

  @Test func damageIsFound() throws {
    let bytes = try Self.bytes(Self.first)
    for i in 10..<bytes.count {
      var damaged = bytes
      damaged[i] ^= 0x55
      #expect(throws: Gzip.Failure.self, "byte \(i)") { try Gzip.inflate(damaged) }
    }
    #expect(throws: Gzip.Failure.corrupt("it goes on after its end")) {
      try Gzip.inflate(bytes + [1, 2, 3])
    }
  }

  @Test func knowsItsOwn() throws {
    #expect(Gzip.isCompressed(try Self.bytes(Self.first)))
    #expect(!Gzip.isCompressed([0x61, 0x2c]) && !Gzip.isCompressed([]))
  }
}
