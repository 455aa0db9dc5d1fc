public import Core
public import Numerics

/// Makes a recorded stream for one seed: a copy of the rows that were read once. All seeds are alike.
public typealias RecordedFactory = @Sendable () throws -> RecordedStream

/// The rows of a file in the order of the file, or of a column of it that is their time.
///
/// The first rows are the warm-up. The rest is divided into equal time segments, each a concept of its
/// own (whether it differs from the others is not known, and neither is its Bayes accuracy). Rows 9, 19,
/// 29, … after the warm-up are held out: served and scored, never trained on; `holdout` gives those of
/// a segment, evenly spread over it.
///
/// Concepts, segments and `rowCount` count rows after the warm-up: read them after ``warmUp(count:)``.
public struct RecordedStream: DataStream {
  static let segmentsSetting = Setting.integer(
    "segments", in: .closed(1, 1000), default: 5,
    "equal stretches of time, each examined as a concept of its own")

  /// The stream as scenarios name it. The file is read when an entry is made, once for all seeds.
  public static let entry = Entry<RecordedFactory>(
    "recorded", "rows of a file in time order; nominal columns become one-hot",
    formula: "segments of equal length; every tenth row is held out from training",
    source: TableDialect.source,
    settings: TableDialect.settings + TableDialect.recordedSettings + [
      segmentsSetting.declaration
    ]
  ) { values, _ in
    let stream = try RecordedStream(LabelledTable(values), segments: values[segmentsSetting])
    return { stream }
  }

  /// Its columns.
  public let schema: Schema
  /// One concept a segment.
  public private(set) var concepts: [Concept] = []
  /// The equal stretches of time.
  public private(set) var segments: [Segment] = []
  private let table: LabelledTable
  private let segmentCount: Int
  /// Rows of the warm-up.
  private var offset = 0
  private var position = 0

  init(_ table: LabelledTable, segments: Int) throws(InputError) {
    self.table = table
    schema = table.schema
    segmentCount = segments
    try divide()
  }

  /// Rows after the warm-up.
  public var rowCount: Int { table.count - offset }

  /// The first rows of the file. Throws ``InputError`` if too few are left for the segments.
  public mutating func warmUp(count: Int) throws -> Examples {
    precondition(position == 0, "warm-up after row \(position)")
    guard count < table.count else {
      throw InputError(
        file: table.file, key: "warm-up.rows",
        "a warm-up of \(count) rows leaves none; allowed: fewer than \(table.count)")
    }
    offset = count
    try divide()
    return table.rows.examples(0..<count)
  }

  /// The next rows; every column of the batch is written.
  public mutating func next(_ count: Int, into batch: inout Batch) -> Bool {
    precondition(count > 0, "a batch of \(count) rows")
    batch.reset(count: min(count, rowCount - position))
    for i in 0..<batch.count {
      let row = position + i
      table.rows.copyFeatures(offset + row, to: i, of: &batch.features)
      batch.labels[i] = table.rows.label(offset + row)
      batch.concepts[i] = segment(of: row)
      batch.cleanLabels[i] = batch.labels[i]
      batch.bayes[i] = .nan
      (batch.tasks[i], batch.clients[i], batch.isCorrupted[i]) = (0, 0, false)
      batch.groups[i] = table.rows.group(offset + row)
      batch.isHeldOut[i] = HeldOutRows.contains(row)
    }
    position += batch.count
    return batch.count > 0
  }

  /// Held-out rows of a segment, at most `count`, evenly spread over it.
  public func holdout(
    _ concept: Int, count: Int, using random: inout RandomStream
  ) -> Examples {
    let rows = HeldOutRows.choose(count, from: start(concept)..<start(concept + 1))
    return table.rows.examples(rows.map { offset + $0 })
  }

  /// The first row of a segment.
  private func start(_ segment: Int) -> Int { segment * rowCount / segmentCount }

  /// The segment a row lies in.
  private func segment(of row: Int) -> Int { ((row + 1) * segmentCount - 1) / rowCount }

  /// Divides the rows after the warm-up into segments.
  private mutating func divide() throws(InputError) {
    guard rowCount >= segmentCount * HeldOutRows.spacing else {
      throw InputError(
        file: table.file, key: "segments",
        "\(rowCount) rows\(offset > 0 ? " after the warm-up" : "") are too few for \(segmentCount) "
          + "segments; allowed: at most \(rowCount / HeldOutRows.spacing), so that each has a "
          + "held-out row")
    }
    segments = (0..<segmentCount).map { Segment(concept: $0, start: start($0), isDrift: false) }
    concepts = (0..<segmentCount).map {
      Concept(index: $0, label: "rows \(start($0))–\(start($0 + 1) - 1)")
    }
  }
}
