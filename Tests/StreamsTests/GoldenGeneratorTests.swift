import Foundation
import TestSupport
import Testing

@testable import Streams

/// Rows that MOA made, noise off: our rule gives their labels.
@Suite struct GoldenGeneratorTests {
  @Test func sea() throws {
    let files = try Golden.files("generators", ".csv").filter { $0.hasPrefix("sea_f") }
    #expect(files.count == 4)
    for file in files {
      let function = try #require(Int(file.dropFirst(5).prefix { $0.isNumber }))
      let sea = Sea(function: function, noise: 0)
      let text = String(decoding: try Golden.data("generators", file), as: UTF8.self)
      let lines = text.split(whereSeparator: \.isNewline).dropFirst()
      #expect(!lines.isEmpty)
      for line in lines {
        let row = try line.split(separator: ",").map { try #require(Double($0)) }
        #expect(sea.isPositive(row[0], row[1]) == (row[3] == 1), "\(file): \(line)")
      }
    }
  }
}
