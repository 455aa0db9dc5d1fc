public import Core

/// A table read back from its CSV file, every cell kept as it was written, so that what is not changed is written
/// again byte for byte.
public struct StoredTable: Sendable {
  /// The file, as mistakes name it.
  public let file: String
  /// Names of the columns.
  public private(set) var columns: [String]
  /// The cells as they stand in the file, quotes included.
  public private(set) var rows: [[String]]

  /// Reads the text of a file. Throws ``InputError`` with the line for a table that is cut off or has rows of
  /// another length than its header.
  public init(_ text: String, file: String) throws(InputError) {
    self.file = file
    var records = try Self.records(text, file)
    guard !records.isEmpty else {
      throw InputError(file: file, line: 1, "empty; allowed: a table of relearn")
    }
    columns = records.removeFirst().map(Self.value)
    for (i, record) in records.enumerated() where record.count != columns.count {
      throw InputError(
        file: file, line: i + 2,
        "\(record.count) cells; allowed: \(columns.count), as in the header")
    }
    rows = records
  }

  /// The cells of every record, as they stand.
  private static func records(_ text: String, _ file: String) throws(InputError) -> [[String]] {
    let bytes = Array(text.utf8)
    var (records, record): ([[String]], [String]) = ([], [])
    var (start, line, isQuoted) = (0, 1, false)
    for (i, byte) in bytes.enumerated() {
      switch byte {
      case UInt8(ascii: "\""): isQuoted.toggle()
      case UInt8(ascii: ","), UInt8(ascii: "\n"):
        if byte == UInt8(ascii: "\n") { line += 1 }
        if isQuoted { continue }
        record.append(String(decoding: bytes[start..<i], as: UTF8.self))
        start = i + 1
        if byte == UInt8(ascii: ",") { continue }
        records.append(record)
        record = []
      default: continue
      }
    }
    guard !isQuoted, start == bytes.count, record.isEmpty else {
      throw InputError(
        file: file, line: line, "cut off; allowed: a table whose last line is ended")
    }
    return records
  }

  /// The place of a column. Throws ``InputError`` where there is none.
  public func place(of column: String) throws(InputError) -> Int {
    if let place = columns.firstIndex(of: column) { return place }
    throw InputError(file: file, line: 1, "no column \(column); allowed: a table of relearn")
  }

  /// What a cell says, without quotes.
  public static func value(_ cell: String) -> String {
    guard cell.hasPrefix("\""), cell.hasSuffix("\""), cell.count > 1 else { return cell }
    return String(cell.dropFirst().dropLast().replacing("\"\"", with: "\""))
  }

  /// What the cells of a column say.
  public func values(_ column: String) throws(InputError) -> [String] {
    let place = try place(of: column)
    return rows.map { Self.value($0[place]) }
  }

  /// Takes the columns of some names out, if they are there, and puts those of another table behind the others; rows that the other
  /// table lacks have empty cells there.
  public mutating func replace(columns old: Set<String>, by table: Table, from first: Int) {
    let kept = columns.indices.filter { !old.contains(columns[$0]) }
    let new = table.columns.dropFirst(first)
    columns = kept.map { columns[$0] } + new
    rows = rows.indices.map { i in
      let cells =
        i < table.rows.count
        ? table.rows[i].dropFirst(first).map { CSV.text(of: $0) } : new.map { _ in "" }
      return kept.map { rows[i][$0] } + cells
    }
  }

  /// Puts rows in place of all there are.
  public mutating func replace(rows: [[String]]) { self.rows = rows }

  /// The file.
  public var text: String {
    let header = columns.map { CSV.text(of: .text($0)) }
    return ([header] + rows).map { $0.joined(separator: ",") + "\n" }.joined()
  }

  /// The same for people and metrics: numbers where a cell has one, words in the columns named.
  public func table(words: Set<String>) -> Table {
    var table = Table(columns: columns)
    for row in rows {
      table.append(
        zip(columns, row).map { column, cell in
          let value = Self.value(cell)
          if words.contains(column) { return .text(value) }
          if let count = Int(value) { return .integer(count) }
          return .number(Double(value))
        })
    }
    return table
  }
}
