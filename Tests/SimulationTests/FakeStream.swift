import Core
import Numerics

/// A stream made of closures, from row number to row; warm-up rows have negative numbers.
struct FakeStream: DataStream {
  var schema = Schema(features: ["x0", "x1"], classes: ["a", "b", "c"])
  var concepts = [Concept(index: 0, label: "0")]
  var segments = [Segment(concept: 0, start: 0)]
  var rowCount: Int
  var heldOut: Set<Int> = []
  var corrupted: Set<Int> = []
  /// Features and label of a row.
  var row: @Sendable (Int) -> (x: [Float], label: Float)
  /// The visible task of a row, where the schema has tasks.
  var task: (@Sendable (Int) -> Int)?
  /// What a row is about, and the features of another row about that.
  var subject: (@Sendable (ArraySlice<Float>) -> Int)?
  var wording: (@Sendable (Int) -> [Float])?
  var recorder: Recorder?
  private var position = 0

  init(rows: Int, _ row: @escaping @Sendable (Int) -> (x: [Float], label: Float)) {
    rowCount = rows
    self.row = row
  }

  /// Rows that say who they are: features (number, 1), labels going round.
  static func numbered(_ rows: Int) -> FakeStream {
    FakeStream(rows: rows) { i in ([Float(i), 1], Float((i % 3 + 3) % 3)) }
  }

  /// Rows that can be learned, until the rule changes at `drift`.
  static func learnable(_ rows: Int, drift: Int = .max) -> FakeStream {
    FakeStream(rows: rows) { i in
      var random = RandomStream(seed: 17).child("row", i)
      let x = [Float(random.normal()), Float(random.normal())]
      let label = x[0] > 0.3 ? 0 : x[1] > 0 ? 1 : 2
      return (x, Float(i < drift ? label : (label + 1) % 3))
    }
  }

  /// Two tasks of two classes each, the second from row `change` on; the sign of x0 tells the class.
  static func tasks(_ rows: Int, change: Int) -> FakeStream {
    let task = { @Sendable (i: Int) in
      i >= 1_000_000 ? (i - 1_000_000) / 1000 : i < change ? 0 : 1
    }
    var stream = FakeStream(rows: rows) { i in
      var random = RandomStream(seed: 23).child("row", i)
      let x = [Float(random.normal()), Float(random.normal())]
      return (x, Float(2 * task(i) + (x[0] > 0 ? 1 : 0)))
    }
    stream.schema = Schema(
      features: ["x0", "x1"], classes: ["a", "b", "c", "d"], taskClasses: [0..<2, 2..<4])
    stream.concepts = [Concept(index: 0, label: "0"), Concept(index: 1, label: "1")]
    stream.segments = [Segment(concept: 0, start: 0), Segment(concept: 1, start: change)]
    stream.task = task
    return stream
  }

  mutating func warmUp(count: Int) -> Examples {
    rows(-count..<0)
  }

  mutating func next(_ count: Int, into batch: inout Batch) -> Bool {
    let range = position..<min(position + count, rowCount)
    position = range.upperBound
    batch.reset(count: range.count)
    for (i, number) in range.enumerated() {
      let (x, label) = row(number)
      batch.features.replace(row: i, with: x)
      batch.labels[i] = label
      batch.concepts[i] = segments.last { $0.start <= number }?.concept ?? 0
      batch.tasks[i] = task?(number) ?? 0
      batch.isHeldOut[i] = heldOut.contains(number)
      batch.isCorrupted[i] = corrupted.contains(number)
    }
    if !range.isEmpty { recorder?.note(.next(Array(range))) }
    return !range.isEmpty
  }

  /// Rows far behind the stream, a thousand for each concept.
  func holdout(_ concept: Int, count: Int, using random: inout RandomStream) -> Examples {
    let start = 1_000_000 + 1000 * concept
    return rows(start..<start + count)
  }

  func subject(of features: ArraySlice<Float>, concept: Int) -> Int? { subject?(features) }

  func wording(of subject: Int, concept: Int, using random: inout RandomStream) -> [Float]? {
    wording?(subject)
  }

  private func rows(_ range: Range<Int>) -> Examples {
    var result = Examples(width: 2)
    for number in range {
      let (x, label) = row(number)
      result.append(row: x, label: label, task: task?(number))
    }
    return result
  }
}

extension Examples {
  /// The numbers of the rows of a ``FakeStream/numbered(_:)``.
  var numbers: [Int] { (0..<count).map { Int(features[$0, 0]) } }
}
