import Catalog
import Core
import Numerics
import Testing

/// What drifts truly are, of streams whose concepts are known.
@Suite struct DriftTruthTests {
  static func truths(_ generator: String, _ concepts: String, labels: String = "{}") throws
    -> [DriftTruth]
  {
    let text = """
      name: truth
      stream:
        generator: \(generator)
        rows: 3000
        concepts: \(concepts)
        labels: \(labels)
      warm-up: {rows: 10}
      strategies: [frozen]

      """
    let plan = try Catalog.standard.scenario(text: text, file: "t.yaml").stream
    let stream = try plan.make(RandomStream(seed: 1))
    return try #require(stream.driftTruths(count: 2000, using: RandomStream(seed: 2)))
  }

  /// Two SEA concepts disagree on |θ₁² − θ₂²|/200 of the rows.
  @Test func concept() throws {
    for labels in ["{}", "{noise: 0.2}"] {
      let truths = try Self.truths(
        "sea", "[{at: 0, function: 1}, {at: 1000, function: 2}]", labels: labels)
      #expect(truths.map(\.kind) == [.concept])
      #expect(truths[0].start == 1000 && truths[0].end == 1000 && truths[0].earlier == nil)
      #expect(abs(try #require(truths[0].breadth) - (81.0 - 64) / 200) < 0.02)
    }
  }

  @Test(arguments: [0.1, 0.5]) func local(_ breadth: Double) throws {
    let truths = try Self.truths(
      "{name: local, base: {name: sine, function: 1}, changed: {name: sine, function: 2}}",
      "[{at: 0, breadth: 0}, {at: 1000, breadth: \(breadth)}]")
    #expect(truths.map(\.kind) == [.concept])
    #expect(abs(try #require(truths[0].breadth) - breadth) < 0.03)
  }

  @Test func priorAndCovariate() throws {
    let prior = try Self.truths(
      "gaussian-mixture", "[{at: 0, priors: [1, 1]}, {at: 1000, priors: [3, 1], width: 200}]")
    #expect(prior.map(\.kind) == [.prior] && prior[0].breadth == nil)
    #expect(prior[0].start == 900 && prior[0].end == 1100)
    #expect(
      try Self.truths(
        "{name: sea, noise: 0.1}", "[{at: 0, balance: [1, 2]}, {at: 1000, balance: [2, 1]}]"
      )
      .map(\.kind) == [.prior])
    #expect(
      try Self.truths(
        "{name: covariate, of: {name: sea, noise: 0.1}}",
        "[{at: 0, strength: 0}, {at: 1000, strength: 2}]"
      ).map(\.kind) == [.covariate])
  }

  /// Broken, mended, and the same again.
  @Test func sensors() throws {
    let truths = try Self.truths(
      "{name: sensor, of: sea, feature: x1}",
      "[{at: 0, fault: none}, {at: 1000, fault: noise}, {at: 2000, fault: none}]")
    #expect(truths.map(\.kind) == [.dataQuality, .dataQuality])
    #expect(truths.map(\.earlier) == [nil, 0...999])
  }

  @Test func returning() throws {
    let truths = try Self.truths(
      "sea", "[{at: 0, function: 1}, {at: 1000, function: 3}, {at: 2000, function: 1}]")
    #expect(truths.map(\.earlier) == [nil, 0...999])
  }
}
