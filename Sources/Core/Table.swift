/// A table of results: what Store writes and Report renders.
public struct Table: Hashable, Sendable {
  /// A cell.
  public enum Cell: Hashable, Sendable {
    /// Words.
    case text(String)
    /// A count.
    case integer(Int)
    /// A measurement; `nil` and non-finite numbers are undefined and stand empty.
    case number(Double?)
  }

  /// Names of the columns, snake_case.
  public let columns: [String]
  /// The rows, each as long as `columns`.
  public private(set) var rows: [[Cell]] = []

  /// A table without rows.
  public init(columns: [String]) { self.columns = columns }

  /// Appends a row.
  public mutating func append(_ row: [Cell]) {
    precondition(row.count == columns.count, "\(row.count) cells for \(columns.count) columns")
    rows.append(row)
  }
}
