import Core
import Foundation
import Numerics
import Testing

@testable import Streams

@Suite struct SineTests {
  static func make(_ function: Int, irrelevant: Int = 2) throws -> any Generator {
    try Sine.entry(["function": .integer(function), "irrelevant": .integer(irrelevant)])(
      RandomStream(seed: 1))
  }

  @Test(arguments: 1...4) func closedForms(function: Int) throws {
    try checkClosedForms { _ in try Self.make(function) }
  }

  /// 1 − cos 1 and ½ + 0.3 · 2 / (3π) lie below the curves, where functions 1 and 3 give class 0.
  @Test func shares() throws {
    let below = try (1...4).map { try #require(Self.make($0).classShares) }
    for (function, share) in [(1, 0.45969769413186), (3, 0.56366197723676)] {
      #expect(abs(below[function - 1][0] - share) < 1e-12)
      #expect(abs(below[function][1] - share) < 1e-12)
    }
  }

  @Test(arguments: 1...4) func labelsFollowFromRows(function: Int) throws {
    var (sine, random) = (try Self.make(function), RandomStream(seed: 2))
    let batch = sine.batch(1000, using: &random)
    for (row, label) in zip(batch.rows, batch.labels) {
      let (x, y) = (Double(row[0]), Double(row[1]))
      let height = function <= 2 ? sin(x) : 0.5 + 0.3 * sin(3 * Double.pi * x)
      #expect((label == 0) == ((y < height) == (function % 2 == 1)))
    }
    #expect(batch.features.elements.allSatisfy { 0 <= $0 && $0 < 1 })
    #expect(batch.flipped.allSatisfy { !$0 } && sine.bayesAccuracy == 1)
  }

  /// ∫ |sin x − ½ − 0.3 sin 3πx| dx between the curves' crossings, by the antiderivative.
  @Test func disagreements() throws {
    func gap(_ x: Double) -> Double { sin(x) - 0.5 - 0.3 * sin(3 * Double.pi * x) }
    func antiderivative(_ x: Double) -> Double {
      -cos(x) - x / 2 + 0.1 / Double.pi * cos(3 * Double.pi * x)
    }
    var ends = [0.0]
    for k in 0..<100 where gap(Double(k) / 100) * gap(Double(k + 1) / 100) < 0 {
      var (low, high) = (Double(k) / 100, Double(k + 1) / 100)
      for _ in 0..<60 {
        let middle = (low + high) / 2
        if gap(low) * gap(middle) <= 0 { high = middle } else { low = middle }
      }
      ends.append(low)
    }
    ends.append(1)
    let share = zip(ends, ends.dropFirst()).reduce(0) {
      $0 + abs(antiderivative($1.1) - antiderivative($1.0))
    }
    #expect(ends.count == 5 && abs(share - 0.26834578442) < 1e-9)
    let functions = try (1...4).map { try Self.make($0) }
    for (a, b, differing) in [
      (1, 2, 1), (3, 4, 1), (1, 3, share), (2, 4, share), (1, 4, 1 - share), (2, 3, 1 - share),
    ] {
      try checkDisagreement(functions[a - 1], functions[b - 1], differing)
    }
  }

  @Test(arguments: [0, 1, 2, 5]) func irrelevantFeaturesAreUniform(count: Int) throws {
    var (sine, random) = (try Self.make(1, irrelevant: count), RandomStream(seed: 3))
    #expect(sine.schema.features == (1..<3 + count).map { "x\($0)" })
    let batch = sine.batch(2000, using: &random)
    for j in 0..<2 + count {
      #expect(isClose(batch.rows.count { $0[j] < 0.25 }, of: 2000, to: 0.25))
    }
  }
}
