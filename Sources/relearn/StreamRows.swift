import Core
import Numerics
import Store

/// A stream as comma-separated values: features, task, group, label, and the truth if wanted.
struct StreamRows {
  private static let batch = 1000

  private var stream: any DataStream
  private let hasTruth: Bool
  private let hasTasks: Bool
  /// The names of classes and groups, quoted where they must be.
  private let classes: [[UInt8]]
  private let groups: [[UInt8]]

  init(_ stream: any DataStream, hasTruth: Bool) {
    (self.stream, self.hasTruth) = (stream, hasTruth)
    hasTasks = !stream.schema.taskClasses.isEmpty
    classes = stream.schema.classes.map(Self.cell)
    groups = stream.schema.groups.map(Self.cell)
  }

  /// Writes the header and the rows, at most `limit`.
  consuming func write(to output: inout OutputText, limit: Int?) throws {
    try output.write(header)
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

  private var header: String {
    let visible = (hasTasks ? ["task"] : []) + (groups.isEmpty ? [] : ["group"]) + ["label"]
    let truth = hasTruth ? ["concept", "flipped", "bayes"] : []
    return CSV.text(of: Table(columns: stream.schema.features + visible + truth))
  }

  /// A name as CSV writes it.
  private static func cell(_ name: String) -> [UInt8] {
    Array(CSV.text(of: Table(columns: [name])).dropLast().utf8)
  }

  private func append(row i: Int, of batch: Batch, to line: inout [UInt8]) {
    for x in batch.features.row(i) {
      append(x, to: &line)
      line.append(Self.comma)
    }
    if hasTasks {
      append(batch.tasks[i], to: &line)
      line.append(Self.comma)
    }
    if !groups.isEmpty { line += groups[batch.groups[i]] + [Self.comma] }
    if classes.isEmpty {
      append(batch.labels[i], to: &line)
    } else {
      line += classes[Int(batch.labels[i])]
    }
    if hasTruth {
      line.append(Self.comma)
      append(batch.concepts[i], to: &line)
      line += batch.flipped[i] ? Self.one : Self.zero
      if !batch.bayes[i].isNaN { line += batch.bayes[i].description.utf8 }
    }
    line.append(UInt8(ascii: "\n"))
  }

  private static let comma = UInt8(ascii: ",")
  private static let one = Array(",1,".utf8)
  private static let zero = Array(",0,".utf8)

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
