import Catalog
import Core
import Numerics
import Testing

/// Keys of a stream that put something around its rows, from the text of a scenario to the rows.
@Suite struct StreamWrapperTests {
  static func text(_ stream: String, concepts: String = "[{at: 0}]") -> String {
    """
    name: wrapped
    stream:
      generator: sea
      rows: 2000
      concepts: \(concepts)
      \(stream)
    warm-up: {rows: 10}
    strategies: [frozen]

    """
  }

  static func plan(_ stream: String, concepts: String = "[{at: 0}]") throws -> StreamPlan {
    try Catalog.standard.scenario(text: text(stream, concepts: concepts), file: "w.yaml").stream
  }

  static func rows(_ plan: StreamPlan) throws -> (stream: any DataStream, batch: Batch) {
    var stream = try plan.make(RandomStream(seed: 1))
    let made = stream
    var batch = Batch(width: stream.schema.features.count)
    _ = stream.next(2000, into: &batch)
    return (made, batch)
  }

  @Test func everythingAtOnce() throws {
    let plan = try Self.plan(
      "labels: {delay: 3, delay-law: exponential, rate: 0.5, only-predicted: 1, class-noise: [0, 0.5]}\n"
        + "  clients: {count: 4, skew: 0.3}\n"
        + "  corruption:\n"
        + "    - {at: 100, rows: 10, kind: missing-columns}\n"
        + "    - {at: 500, rows: 10, kind: duplicated-rows, period: 1000}")
    #expect(plan.labels == LabelPlan(delay: 3, law: .exponential, rate: 0.5, onlyPredicted: "1"))
    let (stream, batch) = try Self.rows(plan)
    #expect(stream.schema.clientCount == 4 && Set(batch.clients) == [0, 1, 2, 3])
    let spoiled = (0..<2000).filter { batch.isCorrupted[$0] }
    #expect(spoiled == Array(100..<110) + [501, 503, 505, 507, 509, 1501, 1503, 1505, 1507, 1509])
  }

  /// A burst comes and goes, and is no drift to adapt to.
  @Test func bursts() throws {
    let plan = try Self.plan(
      "labels: {noise: 0}",
      concepts: "[{at: 0}, {at: 500, function: 3, lasts: 20}, {at: 900, function: 2}]")
    let (stream, batch) = try Self.rows(plan)
    #expect(stream.segments.map(\.start) == [0, 500, 520, 900])
    #expect(stream.segments.map(\.concept) == [0, 1, 0, 2])
    #expect(stream.segments.map(\.isDrift) == [true, false, false, true])
    #expect(batch.concepts == (0..<2000).map { $0 >= 900 ? 2 : (500..<520).contains($0) ? 1 : 0 })
    // One that ends where the next concept begins is not returned from; bursts recur with a period.
    let touching = try Self.rows(
      Self.plan(
        "period: 1000",
        concepts: "[{at: 0}, {at: 500, function: 3, lasts: 20}, {at: 520, function: 2}]"))
    #expect(touching.stream.segments.map(\.start) == [0, 500, 520, 1000, 1500, 1520])
    #expect(touching.stream.segments.map(\.concept) == [0, 1, 2, 0, 1, 2])
  }

  @Test func parametersMove() throws {
    let plan = try Self.plan(
      "labels: {}", concepts: "[{at: 0}, {at: 1000, function: 4, width: 500, shape: incremental}]")
    let (_, batch) = try Self.rows(plan)
    #expect(batch.concepts == (0..<2000).map { $0 < 1000 ? 0 : 1 })
    #expect(batch.bayes.allSatisfy { $0 == 0.9 })
  }

  @Test(arguments: [
    ("labels: {only-predicted: maybe}", "stream.labels.only-predicted", "no class maybe"),
    ("labels: {class-noise: [0.1]}", "stream.labels.class-noise", "1 shares for 2 classes"),
    ("labels: {class-noise: [0.1, 2]}", "stream.labels.class-noise", "out of range"),
    ("labels: {noise: 0.1, class-noise: [0, 0]}", "stream.labels.class-noise", "one of them"),
    ("labels: {delay-law: exponental}", "stream.labels.delay-law", "exponential"),
    ("labels: {delay: -1}", "stream.labels.delay", "out of range"),
    ("clients: {skew: 1}", "stream.clients.count", "missing"),
    ("clients: {count: 0}", "stream.clients.count", "out of range"),
    ("corruption: [{at: 2000, kind: wrong-unit}]", "stream.corruption", "below the stream's"),
    ("corruption: [{at: 0, kind: wrong-units}]", "stream.corruption[0].kind", "wrong-unit"),
    ("corruption: [{at: 0}]", "stream.corruption[0].kind", "missing"),
    (
      "corruption: [{at: 0, kind: wrong-unit, columns: [x9]}]", "stream.corruption",
      "no feature x9"
    ),
    (
      "corruption: [{at: 0, rows: 1, kind: duplicated-rows}]", "stream.corruption",
      "at least as many rows"
    ),
  ]) func mistakes(_ stream: String, key: String, words: String) {
    check(Self.text(stream), key, words)
  }

  @Test(arguments: [
    ("[{at: 0, lasts: 5}]", "lasts", "no concept comes before"),
    ("[{at: 0}, {at: 5, function: 2, lasts: 2000}]", "lasts", "before the stream's"),
    ("[{at: 0}, {at: 50, function: 2, lasts: 20, width: 10}]", "lasts", "begins at once"),
    ("[{at: 0}, {at: 50, function: 2, lasts: 20}, {at: 60, function: 3}]", "width", "overlap"),
    ("[{at: 0}, {at: 50, function: 2, width: -1}]", "width", "out of range"),
    ("[{at: 0}, {at: 50, function: 2, shape: incrmental}]", "shape", "did you mean incremental"),
    ("[{at: 0}, {at: 3000, function: 2}]", "at", "below the stream's"),
  ]) func mistakesInConcepts(_ concepts: String, key: String, words: String) {
    check(Self.text("labels: {}", concepts: concepts), "." + key, words)
  }

  private func check(_ text: String, _ key: String, _ words: String) {
    do {
      _ = try Catalog.standard.scenario(text: text, file: "w.yaml")
      Issue.record("accepted")
    } catch {
      #expect(
        error.errors.contains { $0.key?.contains(key) == true && $0.problem.contains(words) },
        "\(error)")
      #expect(error.errors.allSatisfy { $0.file == "w.yaml" && $0.line != nil }, "\(error)")
    }
  }

  @Test func nothingLiesBetweenConceptsOfStagger() {
    let text = Self.text(
      "labels: {}", concepts: "[{at: 0}, {at: 500, function: 2, width: 9, shape: incremental}]"
    ).replacing("generator: sea", with: "generator: stagger")
    check(text, "stream.concepts", "nothing between")
  }
}
