import Core
import Numerics
import Testing

@testable import Streams

@Suite struct PermutedTests {
  static func permuted(_ task: Int, of inner: SettingValue, seed: UInt64 = 1) throws -> Permuted {
    let generator = try Permuted.entry(["of": inner, "task": .integer(task)])(
      RandomStream(seed: seed))
    return try #require(generator as? Permuted)
  }

  static let mixture = SettingValue.generator(
    "gaussian-mixture", ["features": .integer(6), "classes": .integer(3)])

  @Test func taskZeroIsTheInnerGeneratorAndOthersReorderItsRows() throws {
    var random = RandomStream(seed: 2)
    var inner = try GaussianMixture.entry([
      "features": .integer(6), "classes": .integer(3),
    ])(RandomStream(seed: 1))
    let expected = inner.batch(50, using: &random)
    for task in 0..<4 {
      var permuted = try Self.permuted(task, of: Self.mixture)
      random = RandomStream(seed: 2)
      let batch = permuted.batch(50, using: &random)
      #expect(permuted.order.sorted() == Array(0..<6))
      #expect((permuted.order == Array(0..<6)) == (task == 0))
      for (row, original) in zip(batch.rows, expected.rows) {
        #expect(row == permuted.order.map { original[$0] })
      }
      #expect(batch.labels == expected.labels && batch.bayes == expected.bayes)
      #expect(permuted.bayesAccuracy == inner.bayesAccuracy)
    }
  }

  @Test func aTaskIsTheSameEveryTimeAndAnotherForAnotherSeed() throws {
    let orders = try (1...5).map { try Self.permuted($0, of: Self.mixture).order }
    #expect(Set(orders).count > 1)
    #expect(try Self.permuted(3, of: Self.mixture).order == orders[2])
    let others = try (1...5).map { try Self.permuted($0, of: Self.mixture, seed: 2).order }
    #expect(others != orders)
  }

  @Test func theDensityIsThatOfTheInnerRow() throws {
    let inner = try GaussianMixture.entry([
      "features": .integer(6), "classes": .integer(3),
    ])(RandomStream(seed: 1))
    let permuted = try Self.permuted(2, of: Self.mixture)
    let original: [Float] = [0.1, -2, 3, 0.5, 1, -1]
    var (expected, density) = ([0.0, 0, 0], [0.0, 0, 0])
    #expect(inner.addJointDensity(of: original[...], weight: 0.3, to: &expected))
    let row = permuted.order.map { original[$0] }
    #expect(permuted.addJointDensity(of: row[...], weight: 0.3, to: &density))
    #expect(density == expected)
  }

  @Test func aTableKeepsItsHeldOutRows() throws {
    try withFile((0..<40).map { "\($0),\(100 + $0),\($0 % 2)\n" }.joined()) { path in
      var permuted = try Self.permuted(1, of: .generator("table", ["path": .text(path)]))
      var random = RandomStream(seed: 3)
      let held = permuted.holdout(100, using: &random)
      #expect(held.features.gather([0]).elements == permuted.order.map { [9, 109][$0] })
      #expect(held.count == 4 && held.labels == [1, 1, 1, 1])
      let first = permuted.order[0] == 0 ? 0 : 1
      let pass = permuted.batch(36, using: &random).rows.map { $0[first] }
      #expect(pass.sorted() == (0..<40).filter { $0 % 10 != 9 }.map { Float($0) })
    }
  }

  @Test func aDriftingGeneratorDriftsOn() throws {
    let turning = SettingValue.generator("hyperplane", ["change": .number(0.1)])
    var stream = try ScheduledStream(
      [Permuted.entry(["of": turning, "task": .integer(1)])], rows: 100, anchors: 50)
    #expect(stream.concepts.count == 2 && stream.rest(by: 30).count == 100)
  }
}
