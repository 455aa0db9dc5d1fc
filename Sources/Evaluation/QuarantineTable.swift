public import Core

extension ResultTables {
  /// A row for every time that labelled rows arrived broken, were quarantined or released.
  public var quarantine: Table {
    var table = Table(
      columns: ScoredRun.columns
        + ["step", "arrival", "action", "rows", "corrupted", "reasons"])
    for run in runs {
      for record in run.log.quarantine {
        table.append(
          run.cells + [
            .integer(record.step), .integer(record.arrival), .text(record.action.rawValue),
            .integer(record.rows), .integer(record.corrupted),
            .text(record.failures.map(Self.reason).joined(separator: "; ")),
          ])
      }
    }
    return table
  }

  /// `range 0.4 > 0.05`, with the column that is furthest off.
  private static func reason(_ check: RowCheck) -> String {
    func number(_ value: Double) -> String {
      value.isFinite ? "\((value * 1000).rounded() / 1000)" : "\(value)"
    }
    let place = check.column.map { " of \($0)" } ?? ""
    return "\(check.name)\(place) \(number(check.value)) > \(number(check.threshold))"
  }
}
