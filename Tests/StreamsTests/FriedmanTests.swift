import Core
import Foundation
import Numerics
import Testing

@testable import Streams

@Suite struct FriedmanTests {
  static func make(_ function: String = "standard", noise: Double = 0) throws -> Friedman {
    let generator = try Friedman.entry(["function": .text(function), "noise": .number(noise)])(
      RandomStream(seed: 1))
    return try #require(generator as? Friedman)
  }

  /// f of the first five features.
  static func value(_ function: String, _ x: [Float]) throws -> Double {
    try make(function).value((x + [Float](repeating: 0.5, count: 5))[...])
  }

  @Test(
    arguments: [
      ("standard", [0.5, 1, 0.5, 0, 0], 10), ("standard", [0, 0.5, 0, 1, 1], 20),
      ("standard", [1, 0.5, 1, 0.5, 0.25], 21.25),
      ("local-1", [0.5, 0.25, 0.25, 0.75, 0.25], 1.25 - 5 + 7.5 + 1.25),
      ("local-1", [0, 0.75, 0.75, 0, 1], 10 + 5 + 1 + 5),
      ("local-2", [0.5, 0.25, 0.25, 0.75, 0.5], 1.25 - 5 + 7.5 + 2.5),
      ("local-2", [0, 0.75, 0.75, 0, 0.5], 10 + 5 + 1 + 1.25),
      ("local-3", [0.5, 0.25, 0.25, 0.5, 0.5], 1.25 - 5 + 5 + 2.5),
      ("local-3", [0, 0.75, 0.75, 0, 0], 10 + 5 + 1),
      ("global-1", [0.5, 1, 0.25, 1, 0.5], 10 + 5 + 5 + 1.25),
      ("global-2", [0.5, 1, 0.25, 1, 0.5], 10 + 5 + 2.5 + 2.5),
    ] as [(String, [Float], Double)])
  func valuesByHand(function: String, x: [Float], expected: Double) throws {
    #expect(abs(try Self.value(function, x) - expected) < 1e-9)
  }

  /// Mean and variance of f by numerical integration elsewhere: 14.413297, 23.826464.
  @Test(arguments: ["standard", "global-1", "global-2"]) func moments(function: String) throws {
    let (mean, variance, noise) = (14.413297342, 23.826463771, 2.0)
    var (values, squares) = (Excess(), Excess())
    for seed in 1...10 as ClosedRange<UInt64> {
      var (friedman, random) = (try Self.make(function, noise: noise), RandomStream(seed: seed))
      let labels = friedman.batch(300, using: &random).labels.map(Double.init)
      values.add(labels, around: mean)
      squares.add(
        labels.map { ($0 - mean) * ($0 - mean) }, around: variance + noise * noise)
    }
    #expect(values.isClose() && squares.isClose())
  }

  /// The least squared error is the variance of the noise: that of f itself.
  @Test(arguments: [0.5, 1]) func noiseIsTheErrorOfTheBestPrediction(noise: Double) throws {
    var (friedman, random) = (try Self.make("local-3", noise: noise), RandomStream(seed: 3))
    let exact = try Self.make("local-3")
    let batch = friedman.batch(2000, using: &random)
    let errors = zip(batch.rows, batch.labels).map { row, label in
      let error = Double(label) - exact.value(row[...])
      return error * error
    }
    var excess = Excess()
    excess.add(errors, around: noise * noise)
    #expect(excess.isClose() && excess.variance > 0)
    #expect(batch.bayes.allSatisfy(\.isNaN) && friedman.bayesAccuracy == nil)
    #expect(friedman.schema.classes.isEmpty && friedman.classShares == nil)
  }

  /// Both regions together: 2 · .3⁴, 2 · .3³ and 2 · .3² of the rows.
  @Test func regionsGrow() throws {
    var (standard, random) = (try Self.make(), RandomStream(seed: 4))
    let rows = standard.batch(6000, using: &random).rows
    let local = try (1...3).map { try Self.make("local-\($0)") }
    let isChanged = local.map { f in rows.map { f.value($0[...]) != standard.value($0[...]) } }
    for (changed, share) in zip(isChanged, [0.0162, 0.054, 0.18]) {
      #expect(isClose(changed.count { $0 }, of: 6000, to: share))
    }
    for (i, row) in rows.enumerated() {
      for k in 0..<2 where isChanged[k][i] {
        #expect(isChanged[k + 1][i])
        #expect(local[k].value(row[...]) == local[k + 1].value(row[...]))
      }
    }
  }

  /// The three drifts as lists of concepts: labels are those of the row's concept.
  @Test(arguments: [
    (["standard", "local-1", "local-2", "local-3"], [0, 1, 2, 3], 0),
    (["standard", "global-1"], [0, 1, 0], 0),
    (["standard", "global-1", "global-2"], [0, 1, 2], 40),
  ]) func drifts(functions: [String], order: [Int], width: Int) throws {
    let factories = try functions.map {
      try Friedman.entry(["function": .text($0), "noise": .number(0)])
    }
    var stream = try ScheduledStream(
      factories,
      order.enumerated().map {
        .init(concept: $1, start: 50 * $0, width: $0 == 0 ? 0 : width, shape: .linear)
      }, rows: 50 * order.count)
    let batch = stream.rest(by: 30)
    for (i, row) in batch.rows.enumerated() {
      let function = functions[batch.concepts[i]]
      #expect(Double(batch.labels[i]).isNearly(try Self.make(function).value(row[...])))
      if width == 0 { #expect(batch.concepts[i] == order[i / 50]) }
    }
    #expect(Set(batch.concepts) == Set(functions.indices))
    var random = RandomStream(seed: 1)
    #expect(stream.disagreement(0, 1, count: 10, using: &random) == nil)
  }

  @Test func halfwayLiesTheMean() throws {
    let (a, b) = (try Self.make(noise: 1), try Self.make("global-1", noise: 0))
    let between = try #require(a.interpolated(to: b, share: 0.25) as? Friedman)
    var (friedman, random) = (a, RandomStream(seed: 5))
    for row in friedman.batch(50, using: &random).rows {
      let expected = 0.75 * a.value(row[...]) + 0.25 * b.value(row[...])
      #expect(between.value(row[...]).isNearly(expected))
    }
    #expect(a.interpolated(to: Sea(function: 1, noise: 0), share: 0.5) == nil)
  }

  @Test func whatNeedsClassesRefusesIt() throws {
    let root = RandomStream(seed: 1)
    #expect {
      try Friedman.entry.balanced(["balance": .list([.integer(1), .integer(1)])])(root)
    } throws: { ($0 as? SettingError)?.problem.contains("labels are numbers") == true }
    #expect { try Split.entry(["of": .generator("friedman")])(root) } throws: {
      ($0 as? SettingError)?.name == "of"
    }
    let stream = try ScheduledStream([Friedman.entry()], rows: 10)
    #expect(throws: SettingError.self) { try NoisyLabels(stream, noise: 0.1, random: root) }
  }
}

extension Double {
  /// Equal but for rounding to single precision.
  fileprivate func isNearly(_ other: Double) -> Bool { abs(self - other) < 1e-5 }
}
