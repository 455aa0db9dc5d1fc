import Catalog
import Core
import Foundation
import Numerics

/// What `relearn stream` names: a scenario's stream, or a generator or recording by itself.
struct StreamSource {
  private static let generatedRows = 1000

  private let scenario: Scenario
  /// Whether the rows come after a warm-up, as they do in a run.
  private let hasWarmUp: Bool

  /// Finds a generator, `recorded`, or else a scenario file; throws ``InputErrors`` for what is wrong.
  init(_ name: String, rows: Int?, changes: [String]) throws {
    let streams = Catalog.standard.kinds[0]
    hasWarmUp = streams[name] == nil
    if streams[name] != nil {
      scenario = try Self.bare(name, rows: rows, changes: changes)
    } else if name.contains("/") || name.contains(".")
      || FileManager.default.fileExists(atPath: name)
    {
      scenario = try Catalog.standard.scenario(file: name, overrides: changes)
    } else {
      let hint = Spelling.nearest(to: name, among: streams.names).map { "; did you mean \($0)?" }
      throw InputError(
        "there is no stream \(name)\(hint ?? ";") allowed: \(streams.names.joined(separator: ", ")), "
          + "or a scenario file")
    }
  }

  /// The seed of the first run.
  var firstSeed: Int { scenario.seeds.first ?? 1 }

  /// The stream of a run, warmed up where it belongs to a scenario.
  func stream(seed: Int) throws -> any DataStream {
    let root = RandomStream(seed: UInt64(bitPattern: Int64(seed)))
    var stream = try scenario.stream.make(root.child("stream"))
    if hasWarmUp { _ = try stream.warmUp(count: scenario.warmUpRows) }
    return stream
  }

  /// The smallest scenario with the stream; mistakes in it have no line, as nobody wrote one.
  private static func bare(_ name: String, rows: Int?, changes: [String]) throws -> Scenario {
    let isRecorded = name == Catalog.standard.recording.name
    let overrides = changes.map { "\(prefix(of: $0, isRecorded: isRecorded))\($0)" }
    if isRecorded && !overrides.contains(where: { $0.hasPrefix("stream.path=") }) {
      throw InputError("recorded needs a file; allowed: --set path=FILE")
    }
    let stream =
      isRecorded ? "{segments: 1}" : "{generator: {name: \(name)}, rows: \(rows ?? generatedRows)}"
    let text = "name: stream\nstream: \(stream)\nwarm-up: {rows: 1}\nstrategies: [frozen]\n"
    do {
      return try Catalog.standard.scenario(text: text, file: name, overrides: overrides)
    } catch {
      throw InputErrors(
        error.errors.map { mistake in
          var mistake = mistake
          if mistake.file == name { mistake.line = nil }
          return mistake
        })
    }
  }

  /// What a change is of: a whole path, a key of the stream, or else a setting of the generator.
  private static func prefix(of change: String, isRecorded: Bool) -> String {
    let key = String(change.prefix { !".[=".contains($0) })
    if key == "stream" { return "" }
    return isRecorded || streamKeys.contains(key) ? "stream." : "stream.generator."
  }

  /// The keys of a generated stream.
  private static var streamKeys: [String] {
    let stream = ScenarioKeys.all.first { $0.name == "stream" }
    guard case .either(let kinds)? = stream?.kind, case .group(let members)? = kinds.first else {
      return []
    }
    return members.map(\.name)
  }
}
