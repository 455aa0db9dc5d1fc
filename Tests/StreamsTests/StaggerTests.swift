import Core
import Numerics
import Testing

@testable import Streams

@Suite struct StaggerTests {
  /// size, color and shape of all 27 objects.
  static let objects = (0..<27).map { ($0 / 9, $0 / 3 % 3, $0 % 3) }

  static func positives(_ function: Int) -> [Bool] {
    let stagger = Stagger(function: function)
    return objects.map { stagger.isPositive(size: $0, color: $1, shape: $2) }
  }

  @Test(arguments: [(1, 3), (2, 15), (3, 18)])
  func priorsByEnumeration(function: Int, count: Int) throws {
    #expect(Self.positives(function).count { $0 } == count)
    let shares = try #require(Stagger(function: function).classShares)
    #expect(abs(shares[1] - Double(count) / 27) < 1e-15 && abs(shares[0] + shares[1] - 1) < 1e-15)
  }

  @Test(arguments: [(1, 2, 16), (2, 3, 13), (1, 3, 21)])
  func disagreementsByEnumeration(a: Int, b: Int, count: Int) throws {
    #expect(zip(Self.positives(a), Self.positives(b)).count { $0 != $1 } == count)
    let stream = try ScheduledStream(
      [Stagger.entry(["function": .integer(a)]), Stagger.entry(["function": .integer(b)])],
      [.init(concept: 0, start: 0), .init(concept: 1, start: 5)], rows: 10)
    var random = RandomStream(seed: 1)
    let share = try #require(stream.disagreement(0, 1, count: 2000, using: &random))
    #expect(isClose(Int((share * 4000).rounded()), of: 4000, to: Double(count) / 27))
  }

  @Test(arguments: 1...3) func rowsAreOneHotAndFollowTheRule(function: Int) {
    var (stagger, random) = (Stagger(function: function), RandomStream(seed: 2))
    let batch = stagger.batch(5400, using: &random)
    var seen = Array(repeating: 0, count: 27)
    for (row, label) in zip(batch.rows, batch.labels) {
      let values = (0..<3).map { row[3 * $0..<3 * $0 + 3].firstIndex(of: 1).map { $0 % 3 } ?? 9 }
      #expect(row.reduce(0, +) == 3 && values.allSatisfy { $0 < 3 })
      let object = 9 * values[0] + 3 * values[1] + values[2]
      seen[object] += 1
      #expect(Self.positives(function)[object] == (label == 1))
      var density = [0.0, 0.0]
      #expect(stagger.addJointDensity(of: row[...], weight: 1, to: &density))
      #expect(density[Int(label)] == 1 && density[1 - Int(label)] == 0)
    }
    #expect(seen.allSatisfy { isClose($0, of: 5400, to: 1.0 / 27) })
    #expect(batch.bayes.allSatisfy { $0 == 1 } && !batch.flipped.contains(true))
  }
}
