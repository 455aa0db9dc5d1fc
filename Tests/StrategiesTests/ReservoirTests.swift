import Core
import Numerics
import Testing

@testable import Strategies

@Suite struct ReservoirTests {
  /// Rows that carry their number in both columns and in the label.
  func numbered(_ range: Range<Int>) -> Examples {
    var rows = Examples(width: 2)
    for i in range { rows.append(row: [Float(i), Float(-i)], label: Float(i)) }
    return rows
  }

  /// Every row, early or late, and every pair of rows is kept equally often.
  @Test func keepsAUniformSample() {
    let (capacity, offered, trials) = (4, 12, 3000)
    let rows = numbered(0..<offered)
    var singles = [Int](repeating: 0, count: offered)
    var pairs = [Int](repeating: 0, count: offered * offered)
    for trial in 0..<trials {
      var random = RandomStream(seed: 1).child("trial", trial)
      var reservoir = Reservoir(capacity: capacity, width: 2)
      reservoir.insert(rows, using: &random)
      let kept = reservoir.rows.labels.map { Int($0) }
      for a in kept {
        singles[a] += 1
        for b in kept where a < b { pairs[a * offered + b] += 1 }
      }
    }
    func isFair(_ count: Int, _ p: Double) -> Bool {
      let n = Double(trials)
      return abs(Double(count) - n * p) < 4 * (n * p * (1 - p)).squareRoot()
    }
    #expect(singles.allSatisfy { isFair($0, 4.0 / 12) })
    for a in 0..<offered {
      for b in a + 1..<offered {
        #expect(isFair(pairs[a * offered + b], 4.0 * 3 / (12 * 11)), "rows \(a) and \(b)")
      }
    }
  }

  @Test func rowsStayWhole() {
    var random = RandomStream(seed: 1)
    var reservoir = Reservoir(capacity: 7, width: 2)
    for start in stride(from: 0, to: 100, by: 10) {
      reservoir.insert(numbered(start..<start + 10), using: &random)
      #expect(reservoir.rows.count == 7 && reservoir.seen == start + 10)
      #expect(Set(reservoir.rows.labels).count == 7)
      for i in 0..<7 {
        let label = reservoir.rows.labels[i]
        #expect(Array(reservoir.rows.features.row(i)) == [label, -label])
      }
    }
  }

  @Test func portionsDoNotShow() {
    var (a, b) = (RandomStream(seed: 3), RandomStream(seed: 3))
    var whole = Reservoir(capacity: 5, width: 2)
    var parts = whole
    whole.insert(numbered(0..<40), using: &a)
    for range in [0..<1, 1..<1, 1..<17, 17..<40] { parts.insert(numbered(range), using: &b) }
    #expect(whole.rows == parts.rows)
  }

  @Test func keepsAllUntilItIsFull() {
    var random = RandomStream(seed: 1)
    var reservoir = Reservoir(capacity: 10, width: 2)
    reservoir.insert(numbered(0..<10), using: &random)
    #expect(reservoir.rows == numbered(0..<10))
    var none = Reservoir(capacity: 0, width: 2)
    none.insert(numbered(0..<10), using: &random)
    #expect(none.rows.isEmpty && none.seen == 10)
  }
}
