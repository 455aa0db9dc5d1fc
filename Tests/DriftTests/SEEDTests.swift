import Core
import Foundation
import Numerics
import Testing

@testable import Drift

@Suite struct SEEDTests {
  /// Tests come with every 32nd value; what is left after the drift is all of the new kind.
  @Test(arguments: [0.0, 1])
  func hearsARiseAndAFall(from first: Double) throws {
    var detector = SEED([:])
    let alarms = try (0..<960).filter { i in
      try detector.update(i < 320 ? first : 1 - first) == .drift
    }
    let drift = try #require(alarms.first)
    #expect(alarms.count == 1 && drift % 32 == 31 && drift >= 320 && drift < 480)
    let total = detector.window.total
    #expect(total.count == 640 && total.sum == 640 * (1 - first))
  }

  /// Of 1, 0, 1: T after each is 1, 1, 2, and V = (0 − 1/1)²/2 + 2(1 − 2/2)²/3 = ½.
  @Test func theDeviationIsMOAs() {
    var window = BlockWindow()
    for value in [1.0, 0, 1] { window.append(value) }
    #expect(window.total.deviation == 0.5 && window.total.sum == 2)
    #expect(window.blocks.map(\.count) == [3] && window.blocks[0].deviation == 0.5)
  }

  /// Blocks of means .5, .1, .12, .14, .1 of two values each, oldest first; growth .03. From the
  /// newest: |.1 − .14| = .04 ≥ .03, stays; |.14 − .12| = .02 < .06, merged to .13; |.13 − .1| = .03 <
  /// .09, merged to .12; |.12 − .5| ≥ .12, stays.
  @Test func neighboursOfLikeMeansAreMerged() {
    var window = BlockWindow()
    for (i, mean) in [0.5, 0.1, 0.12, 0.14, 0.1].enumerated() {
      if i > 0 { window.beginBlock() }
      window.append(mean)
      window.append(mean)
    }
    let before = window.total
    window.merge(growth: 0.03)
    #expect(window.blocks.map(\.count) == [2, 6, 2])
    for (block, sum) in zip(window.blocks, [1, 0.72, 0.2]) { #expect(abs(block.sum - sum) < 1e-12) }
    #expect(window.total.count == before.count && window.total.sum == before.sum)
    let deviation = window.blocks.reduce(0) { $0 + $1.deviation }
    #expect(abs(deviation - before.deviation) < 1e-12)
  }

  @Test func nothingIsMergedWithoutALimit() {
    var window = BlockWindow()
    window.append(1)
    window.beginBlock()
    window.append(1)
    window.merge(growth: 0)
    #expect(window.blocks.count == 2)
  }

  /// With blocks of one value and a `compression` of 2, the third block begun is the last before a
  /// merge.
  @Test func mergesComeAfterMoreThanCompressionBlocks() throws {
    var detector = SEED(["block": .integer(1), "compression": .integer(2)])
    let counts = try (0..<8).map { _ in
      _ = try detector.update(0)
      return detector.window.blocks.count
    }
    #expect(counts == [1, 2, 3, 4, 2, 3, 4, 2])
  }

  /// A drift after the third block leaves one block: nothing to merge yet, so that the merge comes with
  /// the block after the next.
  @Test func aMergeWaitsForNeighbours() throws {
    var detector = SEED([
      "block": .integer(8), "compression": .integer(2), "delta": .number(0.99),
    ])
    let seen = try (0..<48).map { try detector.update($0 < 24 ? 0 : 1) }
    #expect(seen.firstIndex(of: .drift) == 31)
    #expect(detector.window.blocks.map(\.count) == [16, 8])
  }

  /// Its definition on plain arrays: every value with what it added to V, no blocks but their size.
  struct PlainWindow {
    var values: [Double] = []
    var increments: [Double] = []

    mutating func append(_ x: Double) {
      values.append(x)
      let n = Double(values.count)
      let mean = values.reduce(0, +) / (n - 1)
      increments.append(n == 1 ? 0 : (n - 1) * (x - mean) * (x - mean) / n)
    }

    /// Drops what is older than the shortest newer part, of whole blocks, that differs from it.
    mutating func dropOldPart(block: Int, delta: Double) -> Bool {
      let n = Double(values.count)
      let variance = increments.reduce(0, +) / n
      let confidence = log(2 * log(n) / delta)
      for newer in stride(from: block, to: values.count, by: block) {
        let (older, recent) = (values.dropLast(newer), values.suffix(newer))
        let (n0, n1) = (Double(older.count), Double(newer))
        let difference = abs(recent.reduce(0, +) / n1 - older.reduce(0, +) / n0)
        let m = 1 / n0 + 1 / n1
        let bound = (2 * m * variance * confidence).squareRoot() + 2 / 3.0 * confidence * m
        guard difference > bound else { continue }
        (values, increments) = (Array(recent), increments.suffix(newer))
        return true
      }
      return false
    }
  }

  /// Without merges, which the test above is for.
  @Test func alarmsWhereAPlainSearchDoes() throws {
    var detector = SEED([
      "block": .integer(8), "delta": .number(0.2), "compression": .integer(1_000_000),
    ])
    var (random, plain, drifts) = (RandomStream(seed: 16), PlainWindow(), 0)
    for i in 0..<1200 {
      let value = random.normal() + 3 * Double(i / 200 % 2)
      plain.append(value)
      let isDrift = i % 8 == 7 && plain.dropOldPart(block: 8, delta: 0.2)
      #expect(try detector.update(value) == (isDrift ? .drift : .stable), "value \(i)")
      if isDrift { drifts += 1 }
      #expect(detector.window.total.count == plain.values.count)
    }
    #expect(drifts >= 5, "\(drifts)")
  }

  /// A long calm is one of few blocks: its window does not grow with the stream.
  @Test func mergesKeepTheWindowShort() throws {
    var (detector, random) = (SEED([:]), RandomStream(seed: 17))
    var most = 0
    for _ in 0..<30_000 {
      _ = try detector.update(random.bernoulli(0.2) ? 1 : 0)
      most = max(most, detector.window.blocks.count)
    }
    #expect(most <= 160, "\(most) blocks")
  }
}
