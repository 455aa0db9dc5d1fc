public import Core
public import Numerics

/// Two files with the same columns, as samples for a two-sample test.
///
/// The columns are the reference's, found in the other file by name. A column is of numbers if all its
/// values in both files are; else each of its distinct words stands as a number, the words of both files
/// together in order, which only tests of nominal columns should be given.
public struct SamplePair: Sendable {
  /// Names of the columns, d of them.
  public let columns: [String]
  /// Names of those that hold words.
  public let wordColumns: [String]
  /// The rows of the reference, [n, d].
  public let reference: Matrix<Double>
  /// The rows now, [m, d].
  public let current: Matrix<Double>

  /// Reads two CSV or ARFF files, gzip or not; `column` narrows them to one by its name or number from 1.
  ///
  /// Throws ``InputError`` where a file is no table, lacks a column, or misses a value.
  public init(reference: String, current: String, column: String? = nil) throws(InputError) {
    let first = try ColumnWords(reference, column.map { [$0] })
    let second = try ColumnWords(current, first.columns)
    columns = first.columns
    let isWordy = columns.indices.map { first.isWordy[$0] || second.isWordy[$0] }
    wordColumns = zip(columns, isWordy).filter(\.1).map(\.0)
    let codes = columns.indices.map { j -> [String: Double]? in
      guard isWordy[j] else { return nil }
      let words = Set(first.words[j] + second.words[j]).sorted()
      return Dictionary(uniqueKeysWithValues: words.enumerated().map { ($1, Double($0)) })
    }
    self.reference = first.matrix(codes)
    self.current = second.matrix(codes)
  }
}

/// Some columns of a file as words, each once.
private struct ColumnWords {
  let columns: [String]
  /// Whether a value of the column is no number.
  private(set) var isWordy: [Bool]
  /// The distinct words of each column, in order of appearance.
  private(set) var words: [[String]]
  /// Which of its column's words each value is, row after row.
  private var values: [Int] = []

  /// Reads the columns named, or else all.
  init(_ path: String, _ names: [String]?) throws(InputError) {
    var table = try TextTable(TableFile(path), TableDialect())
    var places = Array(table.columns.indices)
    if let names { places = try names.map(table.column) }
    columns = places.map { table.columns[$0] }
    isWordy = places.map { _ in false }
    words = places.map { _ in [] }
    var found: [[String: Int]] = places.map { _ in [:] }
    while try table.next() {
      for (j, place) in places.enumerated() {
        if table.isMissing(place) {
          throw InputError(
            file: path, line: table.line,
            "column \(columns[j]): the value is missing; allowed: no missing values")
        }
        let word = try table.text(place)
        if let known = found[j][word] {
          values.append(known)
          continue
        }
        found[j][word] = words[j].count
        values.append(words[j].count)
        words[j].append(word)
        if Double(word) == nil { isWordy[j] = true }
      }
    }
  }

  /// The values as numbers, words by their code.
  func matrix(_ codes: [[String: Double]?]) -> Matrix<Double> {
    let numbers = columns.indices.map { j in
      words[j].map { codes[j]?[$0] ?? Double($0) ?? .nan }
    }
    let width = columns.count
    return Matrix(
      rows: values.count / width, columns: width,
      values.enumerated().map { numbers[$0 % width][$1] })
  }
}
