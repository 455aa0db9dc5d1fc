import Core
import Numerics
import Testing

@testable import Streams

/// Sequences of tasks, the kinds of continual learning: the heads of `split`, and ranges of a feature
/// with sharp and blurry boundaries.
@Suite struct TaskStreamTests {
  static func split(head: String) throws -> Batch {
    let factories = try (0..<2).map { task in
      try Split.entry([
        "of": .generator(
          "gaussian-mixture", ["classes": .integer(4), "features": .integer(2)]),
        "head": .text(head), "task": .integer(task),
      ])
    }
    var stream = try ScheduledStream(
      factories, (0..<2).map { .init(concept: $0, start: 60 * $0) }, rows: 120)
    return stream.rest(by: 50)
  }

  static func labels(_ batch: Batch, task: Int) -> Set<Float> {
    Set(batch.labels[60 * task..<60 * task + 60])
  }

  @Test func classIncrementalBringsNewClasses() throws {
    let batch = try Self.split(head: "class")
    for task in 0..<2 {
      #expect(Self.labels(batch, task: task) == [Float(2 * task), Float(2 * task + 1)])
    }
    #expect(Set(batch.tasks) == [0])
  }

  @Test func domainIncrementalKeepsItsClasses() throws {
    let batch = try Self.split(head: "domain")
    for task in 0..<2 { #expect(Self.labels(batch, task: task) == [0, 1]) }
    #expect(Set(batch.tasks) == [0])
  }

  @Test func taskIncrementalTellsTheTask() throws {
    let batch = try Self.split(head: "task")
    for task in 0..<2 {
      #expect(Self.labels(batch, task: task) == [Float(2 * task), Float(2 * task + 1)])
    }
    #expect(batch.tasks == (0..<120).map { $0 / 60 })
  }

  static func sorted(_ shape: ScheduledStream.Appearance.Shape, width: Int) throws
    -> ScheduledStream
  {
    let factories = try (0..<2).map { task in
      try SortedBy.entry([
        "of": .generator("sea"), "feature": .text("x1"), "tasks": .integer(2),
        "task": .integer(task),
      ])
    }
    return try ScheduledStream(
      factories,
      [
        .init(concept: 0, start: 0), .init(concept: 1, start: 1000, width: width, shape: shape),
      ], rows: 2000)
  }

  @Test func aSharpBoundarySortsTheRows() throws {
    var stream = try Self.sorted(.sigmoid, width: 0)
    let batch = stream.rest(by: 300)
    let values = batch.rows.map { $0[0] }
    #expect(try #require(values[..<1000].max()) < #require(values[1000...].min()))
    #expect(batch.concepts == (0..<2000).map { $0 / 1000 })
  }

  /// Over the transition the share of the second task's rows rises: ½ at its centre, and outside it 0
  /// and 1 for a linear one.
  @Test(arguments: [ScheduledStream.Appearance.Shape.linear, .sigmoid])
  func aBlurryBoundaryMixesThem(shape: ScheduledStream.Appearance.Shape) throws {
    var stream = try Self.sorted(shape, width: 1200)
    let batch = stream.rest(by: 300)
    let values = batch.rows.map { $0[0] }
    var excess = Excess()
    for i in 0..<2000 {
      let x = Double(i - 1000) / 1200
      let p = shape == .linear ? min(max(0.5 + x, 0), 1) : 1 / (1 + Double.exp(-4 * x))
      excess.add(batch.concepts[i], of: 1, at: p)
      // The place of the border is the median of a sample.
      if abs(values[i] - 5) > 0.2 { #expect((values[i] > 5) == (batch.concepts[i] == 1)) }
    }
    #expect(excess.isClose() && excess.variance > 100)
    if shape == .linear {
      #expect(
        batch.concepts[..<400].allSatisfy { $0 == 0 }
          && batch.concepts[1600...].allSatisfy { $0 == 1 })
    }
    // Either task tells the same of a row: nothing is lost in the transition.
    #expect(batch.bayes.allSatisfy { abs($0 - 0.9) < 1e-12 })
    var random = RandomStream(seed: 1)
    #expect(stream.disagreement(0, 1, count: 300, using: &random) == 0)
  }
}
