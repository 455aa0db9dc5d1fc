public import Core

/// Comma-separated values (RFC 4180), lines ended by LF.
public enum CSV {
  /// A table with its header. Real numbers stand by their shortest digits that read back the same; an
  /// undefined one is an empty cell. Text with a comma, a quote or a line break is quoted.
  public static func text(of table: Table) -> String {
    var text = ""
    append(table.columns.map { .text($0) }, to: &text)
    for row in table.rows { append(row, to: &text) }
    return text
  }

  /// A cell as it stands in a file.
  public static func text(of cell: Table.Cell) -> String {
    var text = ""
    append(cell, to: &text)
    return text
  }

  private static func append(_ row: [Table.Cell], to text: inout String) {
    for (i, cell) in row.enumerated() {
      if i > 0 { text += "," }
      append(cell, to: &text)
    }
    text += "\n"
  }

  private static func append(_ cell: Table.Cell, to text: inout String) {
    switch cell {
    case .text(let words): append(words, to: &text)
    case .integer(let count): text += count.description
    case .number(let number):
      if let number, number.isFinite { text += number.description }
    }
  }

  private static func append(_ words: String, to text: inout String) {
    guard words.utf8.contains(where: { special.contains($0) }) else { return text += words }
    text += "\""
    for scalar in words.unicodeScalars {
      if scalar == "\"" { text += "\"" }
      text.unicodeScalars.append(scalar)
    }
    text += "\""
  }

  private static let special = Array(",\"\r\n".utf8)
}
