import Core
import Numerics
import Testing

@testable import Streams

@Suite struct NoisyLabelsTests {
  static let three: SettingValues = ["features": .integer(2), "classes": .integer(3)]

  static func streams(noise: Double, rows: Int) throws -> (
    clean: ScheduledStream, noisy: NoisyLabels
  ) {
    let clean = try ScheduledStream([GaussianMixture.entry(three)], rows: rows)
    let random = RandomStream(seed: 7)
    return (clean, try NoisyLabels(clean, noise: noise, random: random))
  }

  @Test func labelsAreExchangedEvenlyAndRowsStay() throws {
    var (clean, noisy) = try Self.streams(noise: 0.2, rows: 6000)
    let (plain, batch) = (clean.rest(by: 100), noisy.rest(by: 70))
    #expect(batch.features == plain.features)
    let shifts = zip(batch.labels, plain.labels).map { (Int($0) - Int($1) + 3) % 3 }
    #expect(isClose(shifts.count { $0 == 1 }, of: 6000, to: 0.1))
    #expect(isClose(shifts.count { $0 == 2 }, of: 6000, to: 0.1))
    #expect(batch.flipped == shifts.map { $0 != 0 })
    for (emitted, p) in zip(batch.bayes, plain.bayes) {
      #expect(abs(emitted - (0.8 * p + 0.1 * (1 - p))) < 1e-12)
    }
  }

  /// A mixture with noise of its own has the same Bayes accuracy.
  @Test func bayesAccuracyIsThatOfNoiseInTheGenerator() throws {
    let own = try GaussianMixture.entry(Self.three.overridden(by: ["noise": .number(0.3)]))
    let expected = try ScheduledStream([own], rows: 10).concepts[0].bayesAccuracy
    let noisy = try Self.streams(noise: 0.3, rows: 10).noisy
    #expect(abs(try #require(noisy.concepts[0].bayesAccuracy) - (try #require(expected))) < 1e-12)
  }

  @Test func transitionsHaveTheBayesAccuracyOfTheNoisyMixture() throws {
    let factories = try [1, 4].map {
      try Sea.entry(["function": .integer($0), "noise": .number(0)])
    }
    let clean = try ScheduledStream(
      factories,
      [.init(concept: 0, start: 0), .init(concept: 1, start: 100, width: 200, shape: .linear)],
      rows: 200)
    var noisy = try NoisyLabels(clean, noise: 0.1, random: RandomStream(seed: 1))
    let batch = noisy.rest(by: 50)
    for (t, row) in batch.rows.enumerated() {
      let (p, sum) = (0.5 + Double(t - 100) / 200, Double(row[0]) + Double(row[1]))
      let one = (1 - p) * 0.9 + p * 0.1
      let expected = sum > 8 && sum <= 9.5 ? max(one, 1 - one) : 0.9
      #expect(abs(batch.bayes[t] - expected) < 1e-6)
    }
  }

  /// Class y becomes another with a probability of its own; what is best to say follows from both.
  @Test func classesHaveNoiseOfTheirOwn() throws {
    let clean = try ScheduledStream(
      [
        try Sea.entry(["noise": .number(0)]),
        try Sea.entry(["noise": .number(0), "function": .integer(4)]),
      ],
      [.init(concept: 0, start: 0), .init(concept: 1, start: 3000, width: 2000, shape: .linear)],
      rows: 5000)
    var (plain, noisy) = (
      clean, try NoisyLabels(clean, classNoise: [0.4, 0.9], random: RandomStream(seed: 2))
    )
    let (was, batch) = (plain.rest(by: 100), noisy.rest(by: 33))
    for (y, rate) in [0.4, 0.9].enumerated() {
      let ofClass = (0..<5000).filter { was.labels[$0] == Float(y) }
      #expect(isClose(ofClass.count { batch.isFlipped($0) }, of: ofClass.count, to: rate))
    }
    for (t, row) in batch.rows.enumerated() {
      let sum = Double(row[0]) + Double(row[1])
      let weight = t < 3000 - 1000 ? 0 : min(max(0.5 + Double(t - 3000) / 2000, 0), 1)
      let positive = (sum > 8 ? 1 - weight : 0) + (sum > 9.5 ? weight : 0)
      // P(ỹ = 1 | x) = .1 P(1 | x) + .4 P(0 | x).
      let emitted = 0.1 * positive + 0.4 * (1 - positive)
      #expect(abs(batch.bayes[t] - max(emitted, 1 - emitted)) < 1e-6)
    }
    #expect(noisy.concepts.allSatisfy { $0.bayesAccuracy == nil })
    #expect(throws: SettingError.self) {
      try NoisyLabels(clean, classNoise: [0.1], random: RandomStream(seed: 2))
    }
  }

  @Test func warmUpAndHeldOutRowsAreNoisyToo() throws {
    var (clean, noisy) = try Self.streams(noise: 0.25, rows: 10)
    let pairs = (try clean.warmUp(count: 3000), try noisy.warmUp(count: 3000))
    #expect(pairs.0.features == pairs.1.features)
    let wrong = zip(pairs.0.labels, pairs.1.labels).count { $0 != $1 }
    #expect(isClose(wrong, of: 3000, to: 0.25))
    var (one, other) = (RandomStream(seed: 3), RandomStream(seed: 3))
    let held = (
      clean.holdout(0, count: 3000, using: &one), noisy.holdout(0, count: 3000, using: &other)
    )
    #expect(held.0.features == held.1.features)
    let exchanged = zip(held.0.labels, held.1.labels).count { $0 != $1 }
    #expect(isClose(exchanged, of: 3000, to: 0.25))
  }

  @Test func labelsStayWithinTheirTask() throws {
    let split = try Split.entry([
      "of": .generator("gaussian-mixture", ["classes": .integer(4)]), "task": .integer(1),
      "head": .text("task"),
    ])
    var noisy = try NoisyLabels(
      ScheduledStream([split], rows: 2000), noise: 0.5, random: RandomStream(seed: 1))
    let batch = noisy.rest(by: 100)
    #expect(Set(batch.labels) == [2, 3] && Set(batch.tasks) == [1])
    #expect(isClose(batch.flipped.count { $0 }, of: 2000, to: 0.5))
    #expect(batch.bayes.allSatisfy { abs($0 - 0.5) < 1e-12 })
  }

  @Test func aSecondFlipOfTwoClassesRestoresTheLabel() throws {
    let sea = try ScheduledStream([Sea.entry(["noise": .number(0.4)])], rows: 3000)
    var noisy = try NoisyLabels(sea, noise: 0.3, random: RandomStream(seed: 1))
    let batch = noisy.rest(by: 100)
    for i in 0..<batch.count {
      let row = batch.features.row(i)
      let sum = Double(row[row.startIndex]) + Double(row[row.startIndex + 1])
      #expect(((sum > 8) != (batch.labels[i] == 1)) == batch.isFlipped(i))
    }
    // .4·.7 + .6·.3
    #expect(isClose(batch.flipped.count { $0 }, of: 3000, to: 0.46))
    #expect(batch.bayes.allSatisfy { abs($0 - 0.54) < 1e-12 })
  }
}
