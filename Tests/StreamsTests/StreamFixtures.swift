import Core
import Foundation
import Numerics

@testable import Streams

/// Generators are made of other generators, and of nothing else.
struct OnlyGenerators: Components {
  static let entries = [
    Sea.entry, Stagger.entry, Hyperplane.entry, GaussianMixture.entry, ShuffledTable.entry,
    RandomRBF.entry, Agrawal.entry, LED.entry, Waveform.entry, Friedman.entry,
  ]

  func generator(_ component: Component) throws -> GeneratorFactory {
    guard let entry = Self.entries.first(where: { $0.name == component.name }) else {
      throw SettingError("name", "no generator \(component.name) here")
    }
    return try entry(component.settings)
  }
  func detector(_ component: Component) throws -> any DriftDetector {
    throw SettingError(component.name, "no detectors here")
  }
  func strategy(_ component: Component) throws -> any UpdateStrategy {
    throw SettingError(component.name, "no strategies here")
  }
}

extension Entry {
  /// The thing with the given settings.
  func callAsFunction(_ values: SettingValues = [:]) throws -> Product {
    try make(values, OnlyGenerators())
  }
}

extension SettingValue {
  /// A generator and its settings.
  static func generator(_ name: String, _ settings: SettingValues = [:]) -> SettingValue {
    .component(Component(name: name, settings: settings))
  }
}

extension ScheduledStream {
  /// A stream whose concepts are named by their number.
  init(
    _ factories: [GeneratorFactory], _ appearances: [Appearance] = [.init(concept: 0, start: 0)],
    rows: Int, anchors: Int? = nil, seed: UInt64 = 1
  ) throws {
    try self.init(
      concepts: factories.enumerated().map { (label: "\($0)", make: $1) }, appearances: appearances,
      rows: rows, anchors: anchors, root: RandomStream(seed: seed))
  }
}

extension DataStream {
  /// All rows that are left, taken `size` at a time.
  mutating func rest(by size: Int) -> Batch {
    var (all, batch) = (Batch(width: schema.features.count), Batch(width: schema.features.count))
    while next(size, into: &batch) {
      all.features.append(rows: 0..<batch.count, of: batch.features)
      all.labels += batch.labels
      all.concepts += batch.concepts
      all.cleanLabels += batch.cleanLabels
      all.bayes += batch.bayes
      all.isHeldOut += batch.isHeldOut
      all.tasks += batch.tasks
      all.groups += batch.groups
      all.clients += batch.clients
      all.isCorrupted += batch.isCorrupted
    }
    return all
  }
}

extension Generator {
  /// The next rows with their ground truth.
  mutating func batch(_ count: Int, using random: inout RandomStream) -> Batch {
    var batch = Batch(width: schema.features.count)
    batch.reset(count: count)
    fill(&batch, rows: 0..<count, using: &random)
    return batch
  }
}

extension Batch {
  /// Whether noise changed the label, row by row.
  var flipped: [Bool] { labels.indices.map(isFlipped) }

  /// Every row as one array, to look rows up.
  var rows: [[Float]] { (0..<count).map { Array(features.row($0)) } }

  /// Equal in all columns; NaN equals NaN.
  func isSame(as other: Batch) -> Bool {
    features == other.features && labels == other.labels && concepts == other.concepts
      && flipped == other.flipped
      && cleanLabels.map(\.bitPattern) == other.cleanLabels.map(\.bitPattern)
      && isHeldOut == other.isHeldOut
      && tasks == other.tasks && groups == other.groups
      && clients == other.clients && isCorrupted == other.isCorrupted
      && bayes.map(\.bitPattern) == other.bayes.map(\.bitPattern)
  }
}

/// Whether a share of `n` is within 4 standard errors of a probability.
func isClose(_ count: Int, of n: Int, to p: Double) -> Bool {
  abs(Double(count) / Double(n) - p) <= 4 * (p * (1 - p) / Double(n)).squareRoot()
}

/// Calls `body` with the path of a temporary file of the given contents.
@discardableResult
func withFile<Result>(_ data: Data, _ body: (String) throws -> Result) throws -> Result {
  let url = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
  try data.write(to: url)
  defer { try? FileManager.default.removeItem(at: url) }
  return try body(url.path)
}

/// Calls `body` with the path of a temporary file of the given text.
@discardableResult
func withFile<Result>(_ text: String, _ body: (String) throws -> Result) throws -> Result {
  try withFile(Data(text.utf8), body)
}
