import ArgumentParser
import Core
import Store

/// How the rows of a stream are written.
enum StreamFormat: String, CaseIterable, ExpressibleByArgument {
  /// Comma-separated values with a header.
  case csv
  /// The format of WEKA and MOA.
  case arff

  /// The lines before the rows.
  func header(_ relation: String, _ columns: [ARFF.Column]) -> String {
    switch self {
    case .csv: CSV.text(of: Table(columns: columns.map(\.name)))
    case .arff: ARFF.header(relation, columns)
    }
  }

  /// A word as it stands in a row.
  func cell(_ word: String) -> [UInt8] {
    switch self {
    case .csv: Array(CSV.text(of: Table(columns: [word])).dropLast().utf8)
    case .arff: Array(ARFF.quoted(word).utf8)
    }
  }

  /// What stands for a missing value.
  var missing: [UInt8] { self == .arff ? [UInt8(ascii: "?")] : [] }
}
