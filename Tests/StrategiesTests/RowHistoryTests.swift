import Core
import Numerics
import Testing

@testable import Strategies

@Suite struct RowHistoryTests {
  /// Rows that carry their number in their feature and in the label.
  func numbered(_ range: Range<Int>) -> Examples {
    var rows = Examples(width: 1)
    for i in range { rows.append(row: [Float(i)], label: Float(i)) }
    return rows
  }

  /// Against an array that is cut after every arrival; a row here takes 8 bytes.
  @Test(arguments: [nil, 0, 1, 2, 7, 100, 1000], [nil, 0, 7, 8, 17, 400, 100_000])
  func keepsTheNewest(_ capacity: Int?, _ bytes: Int?) {
    var random = RandomStream(seed: 4)
    var history = RowHistory(capacity: capacity)
    if let bytes { history.limit(bytes: bytes) }
    let most = min(capacity ?? .max, bytes.map { $0 / 8 } ?? .max)
    var naive: [Float] = []
    var next = 0
    #expect(history.rows == nil && history.byteCount == 0)
    for arrival in 0..<60 {
      let count = random.integer(below: arrival % 5 == 0 ? 900 : 6)
      history.append(numbered(next..<next + count))
      naive += (next..<next + count).map { Float($0) }
      next += count
      naive = Array(naive.suffix(most))
      #expect((history.rows?.labels ?? []) == naive && history.byteCount == 8 * naive.count)
      #expect((history.rows == nil) == naive.isEmpty)
      if let rows = history.rows { #expect((0..<rows.count).map { rows.features[$0, 0] } == naive) }
    }
    #expect(next > 4000, "enough to be trimmed now and then")
  }
}
