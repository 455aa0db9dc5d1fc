import Core
import Numerics
import Testing

@testable import Strategies

/// Buffers other than the reservoir.
@Suite struct BalancedRowsTests {
  /// Rows that carry their number, with given labels.
  static func labelled(_ labels: [Int], from start: Int = 0) -> Examples {
    var rows = Examples(width: 1)
    for (i, label) in labels.enumerated() {
      rows.append(row: [Float(start + i)], label: Float(label))
    }
    return rows
  }

  static func numbers(_ rows: Examples, of label: Int) -> [Int] {
    rows.labels.indices.filter { rows.labels[$0] == Float(label) }
      .map { Int(rows.features[$0, 0]) }.sorted()
  }

  @Test func slidingHoldsTheNewest() {
    var random = RandomStream(seed: 1)
    var buffer = SlidingRows(capacity: 4, width: 1)
    for start in 0..<23 {
      buffer.insert(Self.labelled([0], from: start), using: &random)
      let expected = Array(max(0, start - 3)...start)
      #expect(Self.numbers(buffer.rows, of: 0) == expected)
    }
    var none = SlidingRows(capacity: 0, width: 1)
    none.insert(Self.labelled([0, 1]), using: &random)
    #expect(none.rows.isEmpty)
  }

  /// Nine rows of class 0 for one of class 1: the ring ends with as many of each, the newest.
  @Test func ringIsBalancedAndNew() {
    var random = RandomStream(seed: 1)
    var buffer = BalancedRows(capacity: 6, width: 1, policy: .ring)
    buffer.insert(Self.labelled((0..<100).map { $0 % 10 == 9 ? 1 : 0 }), using: &random)
    #expect(Self.numbers(buffer.rows, of: 0) == [96, 97, 98])
    #expect(Self.numbers(buffer.rows, of: 1) == [79, 89, 99])
    // A third class takes its share from both.
    buffer.insert(Self.labelled([2, 2, 2, 2], from: 100), using: &random)
    #expect(Self.numbers(buffer.rows, of: 0).count == 2)
    #expect(Self.numbers(buffer.rows, of: 1).count == 2)
    #expect(Self.numbers(buffer.rows, of: 2) == [102, 103])
  }

  /// Counts differ by one at most once every class has had enough rows; those of a class at its share stay.
  @Test(arguments: [1, 5, 7, 12]) func greedyIsBalanced(_ capacity: Int) {
    var random = RandomStream(seed: 2)
    var buffer = BalancedRows(capacity: capacity, width: 1, policy: .greedy)
    var seen = 0
    for label in 0..<4 {
      buffer.insert(Self.labelled(Array(repeating: label, count: 20), from: seen), using: &random)
      seen += 20
      #expect(buffer.rows.count == min(capacity, seen))
      guard label < capacity else { continue }
      let counts = (0...label).map { Self.numbers(buffer.rows, of: $0).count }
      #expect((counts.max() ?? 0) - (counts.min() ?? 0) <= 1)
    }
    let before = buffer.rows
    if capacity % 4 == 0 {
      buffer.insert(Self.labelled([0, 1, 2, 3], from: seen), using: &random)
      #expect(buffer.rows == before)
    }
  }

  @Test(arguments: [Float.nan, .infinity, -1, 0.5, 1e30]) func noClassIsNoRow(_ label: Float) {
    var random = RandomStream(seed: 1)
    var buffer = BalancedRows(capacity: 3, width: 1, policy: .ring)
    var rows = Self.labelled([0, 1])
    rows.labels[0] = label
    buffer.insert(rows, using: &random)
    #expect(buffer.rows.labels == [1])
  }
}
