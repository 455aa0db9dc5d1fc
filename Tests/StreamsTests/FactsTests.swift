import Core
import Numerics
import Testing

@testable import Streams

@Suite struct FactsTests {
  /// Few and overlapping: quick, and not certain.
  static let small: SettingValues = [
    "entities": .integer(12), "relations": .integer(3), "objects": .integer(4),
    "code": .integer(3), "paraphrase": .number(0.6),
  ]

  static func make(_ values: SettingValues = [:], seed: UInt64 = 1) throws -> Facts {
    let all = small.overridden(by: values)
    return try #require(Facts.entry(all)(RandomStream(seed: seed)) as? Facts)
  }

  /// p(x, y) from its definition, up to (2π)^−d: a sum over all facts that are asked for.
  static func joint(_ x: [Float], _ facts: Facts, spread: Double) -> [Double] {
    let width = facts.entities.width
    let relations = facts.objects.count / 12
    var density = facts.schema.classes.map { _ in 0.0 }
    for e in 0..<facts.known {
      for r in 0..<relations {
        var squares = 0.0
        for j in 0..<width {
          let (a, b) = (Double(x[j]), Double(x[width + j]))
          squares += (a - facts.entities[e, j]) * (a - facts.entities[e, j])
          squares += (b - facts.relations[r, j]) * (b - facts.relations[r, j])
        }
        density[facts.objects[e * relations + r]] +=
          Double.exp(-squares / (2 * spread * spread) - 2 * Double(width) * Double.log(spread))
          / Double(facts.known * relations)
      }
    }
    return density
  }

  @Test(
    arguments: [[:], ["known": .number(0.5), "edited": .number(0.3), "permuted": .integer(1)]]
      as [SettingValues])
  func closedForms(_ values: SettingValues) throws {
    // 2048 rows of a standard deviation of some .2: the stated accuracy is within .005 on average.
    try checkClosedForms(rows: 200, statedError: 0.005) { try Self.make(values, seed: $0.seed) }
  }

  @Test(arguments: [0.2, 0.6, 2]) func densitiesAreThoseOfTheDefinition(spread: Double) throws {
    var facts = try Self.make(["paraphrase": .number(spread), "known": .number(0.75)])
    var random = RandomStream(seed: 2)
    let batch = facts.batch(100, using: &random)
    for (row, bayes) in zip(batch.rows, batch.bayes) {
      var density = [0.0, 0, 0, 0]
      #expect(facts.addJointDensity(of: row[...], weight: 1, to: &density))
      let expected = Self.joint(row, facts, spread: spread)
      let total = expected.reduce(0, +)
      for y in 0..<4 { #expect(abs(density[y] - expected[y]) < 1e-9 * total) }
      #expect(abs(bayes - (expected.max() ?? 0) / total) < 1e-9)
    }
  }

  /// ∫ p(x) dx · (2π)^d over a grid in the plane of one-dimensional codes.
  @Test func densitiesAreNormalized() throws {
    let facts = try Self.make(["code": .integer(1)])
    var (total, density) = (0.0, [0.0, 0, 0, 0])
    let places = stride(from: -6.0, through: 6, by: 0.1)
    for a in places {
      for b in places {
        for y in 0..<4 { density[y] = 0 }
        #expect(facts.addJointDensity(of: [Float(a), Float(b)], weight: 1, to: &density))
        total += density.reduce(0, +) * 0.01
      }
    }
    #expect(abs(total / (2 * Double.pi) - 1) < 1e-3)
  }

  @Test(arguments: [0, 0.001, 0.25, 0.5, 1]) func editsAreOfTheirBreadthAndNest(breadth: Double)
    throws
  {
    let base = try Self.make().objects
    let edited = try Self.make(["edited": .number(breadth)]).objects
    let all = try Self.make(["edited": .number(1)]).objects
    let changed = base.indices.filter { base[$0] != edited[$0] }
    #expect(changed.count == (breadth == 0.001 ? 1 : Int(36 * breadth)))
    #expect(changed.allSatisfy { edited[$0] == all[$0] })
    let wider = try Self.make(["edited": .number(min(1, breadth + 0.2))]).objects
    #expect(changed.allSatisfy { edited[$0] == wider[$0] })
  }

  @Test func anotherEditDrawEditsOtherFacts() throws {
    let objects = try [1, 2].map {
      try Self.make(["edited": .number(0.3), "edit-draw": .integer($0)]).objects
    }
    #expect(objects[0] != objects[1])
  }

  /// Words that hardly vary leave no doubt: the concepts differ on the share of the facts that differ.
  @Test(arguments: [0.1, 0.5, 1]) func disagreementIsTheShareOfEditedFacts(breadth: Double) throws {
    let sharp: SettingValues = ["paraphrase": .number(0.01)]
    let base = try Self.make(sharp)
    let edited = try Self.make(sharp.overridden(by: ["edited": .number(breadth)]))
    #expect(base.bayesAccuracy == 1)
    try checkDisagreement(base, edited, (36 * breadth).rounded() / 36, rows: 100)
  }

  @Test func newFactsAreThoseOfMoreEntities() throws {
    let (some, all) = (try Self.make(["known": .number(0.5)]), try Self.make())
    #expect(some.known == 6 && all.known == 12 && some.objects == all.objects)
    #expect(try Self.make(["known": .number(0.01)]).known == 1)
    let counts = (0..<4).map { y in some.objects[..<18].count { $0 == y } }
    #expect(
      zip(try #require(some.classShares), counts).allSatisfy { abs($0 - Double($1) / 18) < 1e-12 })
    // A row lies near its entity's code.
    var (sharp, random) = (
      try Self.make(["known": .number(0.5), "paraphrase": .number(0.01)]), RandomStream(seed: 3)
    )
    for row in sharp.batch(100, using: &random).rows {
      let entity = (0..<12).first { e in
        (0..<3).allSatisfy { abs(Double(row[$0]) - sharp.entities[e, $0]) < 0.06 }
      }
      #expect(try #require(entity) < 6)
    }
  }

  @Test func aPermutedRelationKeepsNoObjectAndTheOthersAll() throws {
    let objects = try [0, 2].map { try Self.make(["permuted": .integer($0)]).objects }
    for r in 0..<3 {
      let facts = stride(from: r, to: 36, by: 3)
      let pairs = Set(facts.map { [objects[0][$0], objects[1][$0]] })
      if r < 2 {
        #expect(pairs.allSatisfy { $0[0] != $0[1] })
        // One image each, and no two the same.
        #expect(pairs.count == Set(pairs.map { $0[0] }).count)
        #expect(pairs.count == Set(pairs.map { $0[1] }).count)
      } else {
        #expect(pairs.allSatisfy { $0[0] == $0[1] })
      }
    }
  }

  @Test func noWordIsClearWhereAllAreTheSame() throws {
    let facts = try Self.make(["paraphrase": .number(10)])
    let bayes = try #require(facts.bayesAccuracy)
    let guess = try #require(facts.classShares?.max())
    #expect(bayes >= guess - 0.02 && bayes < guess + 0.1)
  }

  @Test func aDrawIsAWorld() throws {
    let worlds = try [1, 2, 1].map { try Self.make(["draw": .integer($0)]) }
    #expect(worlds[0].objects == worlds[2].objects && worlds[0].objects != worlds[1].objects)
    #expect(worlds[0].entities[3, 1] == worlds[2].entities[3, 1])
    #expect(worlds[0].entities[3, 1] != worlds[1].entities[3, 1])
  }

  /// Words that hardly vary lie at the codes of one fact, and have its object.
  @Test func aRowIsAboutTheFactItIsDrawnFrom() throws {
    var (facts, random) = (try Self.make(["paraphrase": .number(0.05)]), RandomStream(seed: 4))
    let batch = facts.batch(200, using: &random)
    for (row, label) in zip(batch.rows, batch.labels) {
      func nearest(_ codes: Codes, _ count: Int, _ x: [Float]) -> Int {
        let distances = (0..<count).map { c in
          x.indices.reduce(0) { $0 + abs(Double(x[$1]) - codes[c, $1]) }
        }
        return distances.indices.min { distances[$0] < distances[$1] } ?? 0
      }
      let fact =
        nearest(facts.entities, 12, Array(row[..<3])) * 3
        + nearest(facts.relations, 3, Array(row[3...]))
      #expect(facts.subject(of: row[...]) == fact && facts.objects[fact] == Int(label))
    }
  }

  /// 4000 wordings of fact (7, 1): means within 4 σ/√n of the codes, deviations within 4 σ/√(2n) of σ.
  @Test func wordingsLieAroundTheCodes() throws {
    let (facts, n) = (try Self.make(), 4000)
    var random = RandomStream(seed: 6)
    let rows = try (0..<n).map { _ in
      try #require(facts.wording(of: 7 * 3 + 1, using: &random)).map { Double($0) }
    }
    for j in 0..<6 {
      let code = j < 3 ? facts.entities[7, j] : facts.relations[1, j - 3]
      let mean = rows.reduce(0) { $0 + $1[j] } / Double(n)
      let squares = rows.reduce(0) { $0 + ($1[j] - code) * ($1[j] - code) } / Double(n)
      #expect(abs(mean - code) < 4 * 0.6 / Double(n).squareRoot())
      #expect(abs(squares.squareRoot() - 0.6) < 4 * 0.6 / Double(2 * n).squareRoot())
    }
  }

  /// Of a stream, under noise in the labels too; other rows are about nothing.
  @Test func streamsKnowTheSubjectsOfTheirConcepts() throws {
    let root = RandomStream(seed: 1)
    func stream(_ make: @escaping GeneratorFactory) throws -> ScheduledStream {
      try ScheduledStream(
        concepts: [("0", make)], appearances: [.init(concept: 0, start: 0)], rows: 10,
        anchors: nil, root: root)
    }
    let facts = try Self.make()
    let noisy = try NoisyLabels(
      stream { _ in facts }, noise: 0.1, random: RandomStream(seed: 2))
    var (random, twin) = (RandomStream(seed: 3), RandomStream(seed: 3))
    let row = try #require(noisy.wording(of: 5, concept: 0, using: &random))
    #expect(row == facts.wording(of: 5, using: &twin))
    #expect(noisy.subject(of: row[...], concept: 0) == facts.subject(of: row[...]))
    let sea = try stream(Sea.entry([:]))
    #expect(sea.subject(of: [1, 2, 3], concept: 0) == nil)
    #expect(sea.wording(of: 0, concept: 0, using: &random) == nil)
  }

  @Test func moreRelationsThanThereAreCannotBePermuted() {
    #expect(throws: SettingError.self) { try Self.make(["permuted": .integer(4)]) }
  }
}
