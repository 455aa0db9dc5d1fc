internal import Core

/// A row of a table, its cells read by the names of their columns; a column it lacks reads as
/// undefined.
struct TableRow {
  private let places: [String: Int]
  private let cells: [Table.Cell]

  /// The rows of a table.
  static func rows(of table: Table) -> [TableRow] {
    let places = Dictionary(
      table.columns.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    return table.rows.map { TableRow(places: places, cells: $0) }
  }

  /// The text of a cell; empty for numbers.
  func text(_ column: String) -> String {
    if let place = places[column], case .text(let text) = cells[place] { text } else { "" }
  }

  /// The number of a cell.
  func number(_ column: String) -> Double? {
    guard let place = places[column] else { return nil }
    switch cells[place] {
    case .number(let value): return value.flatMap { $0.isFinite ? $0 : nil }
    case .integer(let value): return Double(value)
    case .text: return nil
    }
  }
}
