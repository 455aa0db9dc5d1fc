import Foundation
import Numerics
import TestSupport
import Testing

@testable import Streams

/// Rows of MOA's sine and mixed generators: our rules give their labels.
@Suite struct GoldenCurveTests {
  /// The function and the numbers of each line of the files whose names begin with `prefix`.
  static func rows(_ prefix: String) throws -> [(function: Int, row: [Double])] {
    let files = try Golden.files("generators", ".csv").filter { $0.hasPrefix(prefix) }
    #expect(!files.isEmpty)
    return try files.flatMap { file in
      let function = try #require(Int(file.dropFirst(prefix.count).prefix { $0.isNumber }))
      let text = String(decoding: try Golden.data("generators", file), as: UTF8.self)
      return try text.split(whereSeparator: \.isNewline).dropFirst().map { line in
        (function, try line.split(separator: ",").map { try #require(Double($0)) })
      }
    }
  }

  @Test func sine() throws {
    let rows = try Self.rows("sine_f")
    #expect(rows.count >= 10 && Set(rows.map(\.function)).isSubset(of: Set(1...4)))
    for (function, row) in rows {
      let label = Sine(function: function, irrelevant: 0).label(row[0], row[1])
      #expect(Double(label) == row[row.count - 1], "\(function): \(row)")
    }
  }

  @Test func mixed() throws {
    let rows = try Self.rows("mixed_f")
    #expect(rows.count >= 10 && Set(rows.map(\.function)).isSubset(of: Set(1...2)))
    for (function, row) in rows {
      let label = Mixed(function: function).label(row[0] == 1, row[1] == 1, row[2], row[3])
      #expect(Double(label) == row[row.count - 1], "\(function): \(row)")
    }
  }
}
