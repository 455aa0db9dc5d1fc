public import Core

extension Table {
  /// Of a summary, what names its rows and the columns of these names with mean, standard deviation and 95 %
  /// interval; for `difference` the mean and interval of the differences to the baseline. All of it
  /// without names.
  public func columns(_ names: [String], differences: Table?) -> Table {
    guard !names.isEmpty else { return self }
    let own = columns.prefix { !$0.hasSuffix("_mean") }
    let wanted = names.flatMap { name in
      let statistics =
        name == SummaryColumn.difference ? ["mean", "low", "high"] : ["mean", "sd", "low", "high"]
      return statistics.map { String(name.map { $0 == "-" ? "_" : $0 }) + "_\($0)" }
    }
    var result = Table(columns: own + wanted)
    for (cells, row) in zip(rows, SummaryRow.rows(of: self, differences)) {
      let difference = row.difference
      let values = wanted.map { column -> Table.Cell in
        switch column {
        case "difference_mean": .number(difference?.mean)
        case "difference_low": .number(difference?.interval?.lowerBound)
        case "difference_high": .number(difference?.interval?.upperBound)
        default: columns.firstIndex(of: column).map { cells[$0] } ?? .number(nil)
        }
      }
      result.append(cells.prefix(own.count) + values)
    }
    return result
  }
}
