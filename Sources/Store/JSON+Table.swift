public import Core

extension JSON {
  /// A table as an array of objects, one a row, named by its columns; undefined numbers are `null`.
  public static func rows(of table: Table) -> JSON {
    .array(
      table.rows.map { row in
        .object(zip(table.columns, row).map { (name: $0, value: JSON($1)) })
      })
  }

  private init(_ cell: Table.Cell) {
    switch cell {
    case .text(let text): self = .text(text)
    case .integer(let count): self = .integer(count)
    case .number(let value): self = .number(value)
    }
  }
}
