import Core
import Numerics
import Testing

@testable import Streams

/// What every stream promises, whatever it is made of.
@Suite struct StreamContractTests {
  typealias Appearance = ScheduledStream.Appearance

  /// Two concepts and a gradual return, of each generator.
  static let generators: [(entry: Entry<GeneratorFactory>, other: SettingValues)] = [
    (Sea.entry, ["function": .integer(3)]),
    (Hyperplane.entry, ["draw": .integer(2)]),
    (
      GaussianMixture.entry,
      ["rotation": .number(90), "priors": .list([.integer(1), .integer(3)])]
    ),
    (Bernoulli.entry, ["rate": .number(0.2)]),
    (RandomRBF.entry, ["draw": .integer(2)]), (Agrawal.entry, ["function": .integer(2)]),
    (LED.entry, ["drift": .integer(3)]), (Waveform.entry, ["drift": .integer(4)]),
    (Rotated.entry, ["angle": .number(30)]),
    (Permuted.entry, ["task": .integer(1)]),
    (Split.entry, ["task": .integer(1)]),
    (LocalDrift.entry, ["breadth": .number(0.5)]),
    (CovariateShift.entry, ["strength": .number(-3)]),
    (Sensor.entry, ["scale": .number(-1), "offset": .number(5)]),
    (Sensor.entry, ["fault": .text("absent")]),
    (MissingFeatures.entry, ["share": .number(0.01)]),
    (Groups.entry, ["shares": .list([.integer(1), .integer(4)])]),
    (Sine.entry, ["function": .integer(4)]),
    (Mixed.entry, ["function": .integer(2)]),
    (RandomTree.entry, ["draw": .integer(2)]),
    (Friedman.entry, ["function": .text("global-1")]),
    (Facts.entry, ["edited": .number(0.4), "known": .number(0.5)]),
    (SortedBy.entry, ["task": .integer(3)]),
    (GaussianMixture.entry.balanced, ["balance": .list([.integer(1), .integer(3)])]),
  ]
  static let appearances = [
    Appearance(concept: 0, start: 0), Appearance(concept: 1, start: 60),
    Appearance(concept: 0, start: 150, width: 30),
  ]

  /// 400 images of 1 × 2, all different.
  static let table = (0..<400).map { "\($0),\($0 * $0 % 397),\($0 % 2)\n" }.joined()

  /// What an entry cannot do without.
  static func required(_ name: String, _ path: String) -> SettingValues {
    switch name {
    case "random-rbf": ["centroids": .integer(5)]
    case "waveform": ["irrelevant": .integer(19)]
    case "rotated": ["path": .text(path), "image": .list([.integer(1), .integer(2)])]
    case "permuted": ["of": .generator("table", ["path": .text(path)])]
    case "split":
      ["of": .generator("gaussian-mixture", ["classes": .integer(4)]), "head": .text("task")]
    case "covariate", "missing": ["of": .generator("sea")]
    case "sensor": ["of": .generator("sea"), "feature": .text("x2")]
    case "groups": ["of": .list([.generator("sea"), .generator("sea", ["function": .integer(3)])])]
    case "facts": ["entities": .integer(10), "code": .integer(3)]
    case "sorted-by": ["of": .generator("sea"), "feature": .text("x1")]
    case "local":
      ["base": .generator("sea"), "changed": .generator("sea", ["function": .integer(4)])]
    default: [:]
    }
  }

  static func scheduled(_ index: Int, seed: UInt64) throws -> ScheduledStream {
    let (entry, other) = generators[index]
    return try withFile(table) { path in
      let common = required(entry.name, path)
      return try ScheduledStream(
        [entry(common), entry(common.overridden(by: other))], appearances, rows: 250, seed: seed)
    }
  }

  static func recorded() throws -> RecordedStream {
    try withFile(table) { try RecordedStream.entry(["path": .text($0)])() }
  }

  /// Fails unless `make` gives streams that keep the promises of ``DataStream``.
  func check(_ make: () throws -> any DataStream) throws {
    var (first, second, untouched) = (try make(), try make(), try make())
    let warmUps = (try first.warmUp(count: 20), try second.warmUp(count: 20))
    _ = try untouched.warmUp(count: 20)
    let (one, other) = (first.rest(by: 1), second.rest(by: 97))
    #expect(warmUps.0 == warmUps.1 && warmUps.0.count == 20)
    #expect(one.isSame(as: other), "rows depend on the sizes of batches")
    #expect(one.count == first.rowCount)
    try check(one, first)
    var seen = Set(zip(one.rows, one.isHeldOut).filter { !$1 }.map(\.0))
    for i in 0..<20 { seen.insert(Array(warmUps.0.features.row(i))) }
    for concept in first.concepts.indices {
      var random = RandomStream(seed: 99).child("holdout", concept)
      let held = first.holdout(concept, count: 15, using: &random)
      random = RandomStream(seed: 99).child("holdout", concept)
      #expect(held == untouched.holdout(concept, count: 15, using: &random))
      #expect(!held.isEmpty && held.features.columns == first.schema.features.count)
      for i in 0..<held.count { #expect(!seen.contains(Array(held.features.row(i)))) }
    }
  }

  func check(_ batch: Batch, _ stream: some DataStream) throws {
    #expect(batch.features.columns == stream.schema.features.count)
    #expect(batch.features.elements.allSatisfy { $0.isFinite })
    let classes = (0..<stream.schema.classes.count).map { Float($0) }
    #expect(Set(batch.labels).count > 1)
    if classes.isEmpty {
      #expect(batch.labels.allSatisfy(\.isFinite) && batch.bayes.allSatisfy(\.isNaN))
    } else {
      let bayes = batch.bayes.filter { !$0.isNaN }
      #expect(batch.labels.allSatisfy(classes.contains))
      #expect(bayes.allSatisfy { (1 / Double(classes.count)...1).contains($0) })
    }
    #expect(Set(batch.concepts) == Set(stream.concepts.indices))
    #expect(stream.concepts.map(\.index) == Array(stream.concepts.indices))
    #expect(stream.segments.first?.start == 0)
    for segment in stream.segments where segment.width <= 1 {
      #expect(batch.concepts[segment.start] == segment.concept)
    }
  }

  @Test(arguments: generators.indices) func scheduledStreams(index: Int) throws {
    try check { try Self.scheduled(index, seed: 5) }
    var (one, other) = (try Self.scheduled(index, seed: 5), try Self.scheduled(index, seed: 6))
    #expect(!one.rest(by: 50).isSame(as: other.rest(by: 50)), "seeds agree")
  }

  @Test func recordedStreams() throws { try check { try Self.recorded() } }

  /// Generators of rows that would not come twice by themselves: with a feature that is a real number.
  static let continuous = generators.indices.filter { i in
    !["led", "table", "rotated", "permuted"].contains(generators[i].entry.name)
  }

  /// Concepts of the same settings, warm-up, what lies between concepts and held-out sets never share a row.
  @Test(arguments: continuous) func subStreamsShareNoRows(index: Int) throws {
    let entry = Self.generators[index].entry
    let factory = try entry(Self.required(entry.name, ""))
    let isMoving = try Self.isInterpolated(factory)
    var stream = try ScheduledStream(
      [factory, factory],
      [
        .init(concept: 0, start: 0), .init(concept: 1, start: 80),
        .init(
          concept: 0, start: 130, width: 40, shape: isMoving ? .incremental : .sigmoid),
      ], rows: 200)
    let warmUp = try stream.warmUp(count: 50)
    var rows = stream.rest(by: 33).rows + (0..<50).map { Array(warmUp.features.row($0)) }
    for concept in 0..<2 {
      var random = RandomStream(seed: 1).child("holdout", concept)
      let held = stream.holdout(concept, count: 50, using: &random)
      rows += (0..<held.count).map { Array(held.features.row($0)) }
    }
    #expect(Set(rows).count == 350, "\(entry.name)")
  }

  private static func isInterpolated(_ make: GeneratorFactory) throws -> Bool {
    let generator = try make(RandomStream(seed: 1))
    return generator.interpolated(to: generator, share: 0.5) != nil
  }

  @Test(arguments: generators.indices) func entriesAreComplete(index: Int) {
    let entry = Self.generators[index].entry
    #expect(!entry.summary.isEmpty && !entry.formula.isEmpty && !entry.source.isEmpty)
    #expect(Set(entry.settings.map(\.name)).count == entry.settings.count)
    #expect(
      Self.generators[index].other.pairs.allSatisfy { pair in
        entry.settings.contains { $0.name == pair.name }
      })
  }
}
