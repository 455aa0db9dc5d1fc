import Core
import Numerics
import Store

/// The rows of a stream as text: its columns, then task, group, client and label, and the truth if wanted.
/// A nominal column stands as its level.
struct StreamRows {
  private static let batch = 1000

  private var stream: any DataStream
  private let relation: String
  private let hasTruth: Bool
  private let format: StreamFormat
  /// The features of each column, and its levels as they are written; none for a number.
  private let attributes: [(features: Range<Int>, levels: [[UInt8]])]
  /// The names of classes and groups, as they are written.
  private let classes: [[UInt8]]
  private let groups: [[UInt8]]

  /// `relation` is what an ARFF file says its rows are.
  init(_ stream: any DataStream, relation: String, hasTruth: Bool, format: StreamFormat) {
    (self.stream, self.relation, self.hasTruth, self.format) = (stream, relation, hasTruth, format)
    classes = stream.schema.classes.map(format.cell)
    groups = stream.schema.groups.map(format.cell)
    var start = 0
    attributes = stream.schema.attributes.map { attribute in
      defer { start += attribute.features.count }
      return (start..<start + attribute.features.count, attribute.levels.map(format.cell))
    }
  }

  /// Writes the header and the rows, at most `limit`.
  consuming func write(to output: inout OutputText, limit: Int?) throws {
    try output.write(format.header(relation, columns))
    var batch = Batch(width: stream.schema.features.count)
    var (left, line) = (limit ?? .max, [UInt8]())
    while left > 0, stream.next(min(left, Self.batch), into: &batch) {
      for i in 0..<batch.count {
        line.removeAll(keepingCapacity: true)
        append(row: i, of: batch, to: &line)
        try output.write(line)
      }
      left -= batch.count
    }
  }

  /// Names that no feature has are as they are said; others get an underscore.
  private var columns: [ARFF.Column] {
    let schema = stream.schema
    var columns = schema.attributes.map { attribute in
      ARFF.Column(attribute.name, levels: attribute.levels.isEmpty ? nil : attribute.levels)
    }
    func add(_ name: String, levels: [String]? = nil) {
      var name = name
      while columns.contains(where: { $0.name == name }) { name += "_" }
      columns.append(ARFF.Column(name, levels: levels))
    }
    if !schema.taskClasses.isEmpty { add("task") }
    if !groups.isEmpty { add("group", levels: schema.groups) }
    if schema.clientCount > 0 { add("client") }
    add("label", levels: classes.isEmpty ? nil : schema.classes)
    guard hasTruth else { return columns }
    add("clean", levels: classes.isEmpty ? nil : schema.classes)
    for name in ["concept", "bayes", "corrupted"] { add(name) }
    return columns
  }

  private func append(row i: Int, of batch: Batch, to line: inout [UInt8]) {
    let schema = stream.schema
    let features = batch.features.row(i)
    for (range, levels) in attributes {
      if levels.isEmpty {
        append(features[features.startIndex + range.lowerBound], to: &line)
      } else {
        let level = range.firstIndex { features[features.startIndex + $0] == 1 }
        line += level.map { levels[$0 - range.lowerBound] } ?? format.missing
      }
      line.append(Self.comma)
    }
    if !schema.taskClasses.isEmpty {
      append(batch.tasks[i], to: &line)
      line.append(Self.comma)
    }
    if !groups.isEmpty { line += groups[batch.groups[i]] + [Self.comma] }
    if schema.clientCount > 0 {
      append(batch.clients[i], to: &line)
      line.append(Self.comma)
    }
    appendLabel(batch.labels[i], to: &line)
    if hasTruth { appendTruth(i, of: batch, to: &line) }
    line.append(UInt8(ascii: "\n"))
  }

  private func appendTruth(_ i: Int, of batch: Batch, to line: inout [UInt8]) {
    line.append(Self.comma)
    appendLabel(batch.cleanLabels[i], to: &line)
    line.append(Self.comma)
    append(batch.concepts[i], to: &line)
    line.append(Self.comma)
    line += batch.bayes[i].isNaN ? format.missing : Array(batch.bayes[i].description.utf8)
    line.append(Self.comma)
    append(batch.isCorrupted[i] ? 1 : 0, to: &line)
  }

  private static let comma = UInt8(ascii: ",")

  /// A class by its name, a number, or that there is none.
  private func appendLabel(_ label: Float, to line: inout [UInt8]) {
    if label.isNaN {
      line += format.missing
    } else if classes.isEmpty {
      append(label, to: &line)
    } else {
      line += classes[Int(label)]
    }
  }

  /// The shortest digits that read back the same; whole numbers without a point.
  private func append(_ x: Float, to line: inout [UInt8]) {
    if abs(x) < 1e6, x == x.rounded() {
      append(Int(x), to: &line)
    } else {
      line.append(contentsOf: x.description.utf8)
    }
  }

  private func append(_ n: Int, to line: inout [UInt8]) {
    if 0..<10 ~= n {
      line.append(UInt8(ascii: "0") + UInt8(n))
    } else {
      line.append(contentsOf: n.description.utf8)
    }
  }
}
