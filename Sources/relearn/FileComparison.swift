import Catalog
import Core
import Numerics
import Streams

/// Two files held against each other by a two-sample test.
struct FileComparison {
  private let samples: SamplePair

  /// Reads the files; throws ``InputError`` for what is wrong with them.
  init(reference: String, current: String, column: String?) throws {
    samples = try SamplePair(reference: reference, current: current, column: column)
  }

  /// What a test finds, a line a column where it takes them one by one.
  func text(of name: String, settings: [String], format: SummaryFormat) throws -> String {
    if Catalog.standard.detectors[name] != nil {
      throw InputError("\(name) is a detector, which reads one file; allowed: \(Self.names)")
    }
    let test = try Catalog.standard.test(named: name, settings: settings)
    if let words = samples.wordColumns.first, name != "chi-square" {
      throw InputError(
        "column \(words) holds words, which \(name) cannot order; allowed: chi-square, or another "
          + "--column")
    }
    var random = RandomStream(seed: 1).child("test")
    let result = try test.compare(samples.reference, samples.current, using: &random)
    return format.text(of: result.table(columns: samples.columns))
  }

  private static var names: String { Catalog.standard.tests.names.joined(separator: ", ") }
}
