public import Core
internal import Foundation

/// A line of `decisions.jsonl`: whose decision it is, and the rest when it is asked for, as files of all decisions are
/// long.
public struct DecisionLine: Sendable {
  private struct Heading: Decodable {
    let strategy: String, trigger: String, seed: Int, step: Int, result: DecisionRecord.Result
  }

  private let heading: Heading
  private let source: RecordLine

  /// The run.
  public var strategy: String { heading.strategy }
  /// The run.
  public var trigger: String { heading.trigger }
  /// The run.
  public var seed: Int { heading.seed }
  /// The step.
  public var step: Int { heading.step }
  /// What became of the decision.
  public var result: DecisionRecord.Result { heading.result }

  /// The line as it stands.
  public var text: String { String(decoding: source.bytes, as: UTF8.self) }

  /// What follows the heading begins so; within a text the quotes would be escaped.
  private static let rest = Data(",\"rule\":".utf8)

  /// Reads the heading. Throws ``InputError`` where there is none.
  init(_ source: RecordLine) throws(InputError) {
    guard let end = source.bytes.range(of: Self.rest)?.lowerBound else { throw source.damage }
    heading = try RecordLine(
      file: source.file, number: source.number,
      bytes: source.bytes[..<end] + [UInt8(ascii: "}")]
    ).decoded()
    self.source = source
  }

  /// All of it. Throws ``InputError`` where it is damaged.
  public func record() throws(InputError) -> StoredDecision { try source.decoded() }
}

/// A line of a file of records.
struct RecordLine: Sendable {
  let file: String
  let number: Int
  let bytes: Data

  var damage: InputError {
    InputError(file: file, line: number, "damaged; allowed: a record of this version of relearn")
  }

  func decoded<Record: Decodable>() throws(InputError) -> Record {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    guard let record = try? decoder.decode(Record.self, from: bytes) else { throw damage }
    return record
  }
}

extension ResultFolder {
  /// The decisions of a run. Throws ``InputError`` with the line for what cannot be read.
  public func decisions() throws(InputError) -> [DecisionLine] {
    var found: [DecisionLine] = []
    for line in try lines(.decisions) { found.append(try DecisionLine(line)) }
    return found
  }

  /// What decisions turned out to be worth; none where no pass has looked.
  public func outcomes() throws(InputError) -> [RealizedOutcome] {
    guard FileManager.default.fileExists(atPath: path(of: .outcomes)) else { return [] }
    var found: [RealizedOutcome] = []
    for line in try lines(.outcomes) { found.append(try line.decoded()) }
    return found
  }

  private func lines(_ file: File) throws(InputError) -> [RecordLine] {
    let path = path(of: file)
    guard let data = FileManager.default.contents(atPath: path) else {
      throw InputError(file: path, "no such file; allowed: the results of relearn run")
    }
    var lines = data.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    guard lines.popLast()?.isEmpty != false else {
      throw InputError(file: path, line: lines.count + 1, "cut off; allowed: a line that is ended")
    }
    return lines.enumerated().map { RecordLine(file: path, number: $0 + 1, bytes: $1) }
  }
}
