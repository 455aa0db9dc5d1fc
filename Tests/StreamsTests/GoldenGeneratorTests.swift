import Foundation
import TestSupport
import Testing

@testable import Streams

/// Rows that MOA made, noise off: our rule gives their labels.
@Suite struct GoldenGeneratorTests {
  @Test(arguments: 1...3) func stagger(function: Int) throws {
    let text = String(
      decoding: try Golden.data("generators", "stagger_f\(function).csv"), as: UTF8.self)
    let lines = text.split(whereSeparator: \.isNewline).dropFirst()
    #expect(lines.count == 60)
    for line in lines {
      let row = try line.split(separator: ",").map { Int(try #require(Double($0))) }
      let isPositive = Stagger(function: function)
        .isPositive(size: row[0], color: row[1], shape: row[2])
      #expect(isPositive == (row[3] == 1), "\(line)")
    }
  }

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
