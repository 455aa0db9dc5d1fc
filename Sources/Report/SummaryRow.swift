internal import Core

/// A row of the summary, its cells read by the names of their columns.
struct SummaryRow {
  private let row: TableRow
  /// The difference to the baseline, where there is one.
  private(set) var difference: Difference?

  /// The rows of a summary, with their differences to the baseline.
  static func rows(of summary: Table, _ differences: Table? = nil) -> [SummaryRow] {
    let differences = differences.map(TableRow.rows) ?? []
    return TableRow.rows(of: summary).map { row in
      var result = SummaryRow(row: row)
      result.difference = Difference(of: result, in: differences)
      return result
    }
  }

  private init(row: TableRow) { self.row = row }

  var strategy: String { row.text("strategy") }
  var trigger: String { row.text("trigger") }
  /// Runs of the row, and those among them that diverged.
  var seeds: Int { Int(row.number("seeds") ?? 0) }
  var diverged: Int { Int(row.number("diverged") ?? 0) }
  /// The controls that are more accurate.
  var losesTo: [String] { row.text("loses_to").split(separator: " ").map(String.init) }
  /// Whether it is a control and not a competitor.
  var isControl: Bool { trigger == Control.trigger && Control(rawValue: strategy) != nil }

  /// What points to the footnotes: `*` loses to a control, `!` runs diverged.
  var marks: String { (losesTo.isEmpty ? "" : "*") + (diverged > 0 ? "!" : "") }
  /// What footnotes call it.
  var name: String { trigger == Control.trigger ? strategy : "\(strategy) (\(trigger))" }

  /// The mean of a metric over seeds.
  func mean(_ metric: String) -> Double? { row.number(column(metric, "mean")) }

  /// Half the width of its 95 % interval.
  func halfInterval(_ metric: String) -> Double? {
    guard let low = row.number(column(metric, "low")), let high = row.number(column(metric, "high"))
    else {
      return nil
    }
    return (high - low) / 2
  }

  private func column(_ metric: String, _ statistic: String) -> String {
    String(metric.map { $0 == "-" ? "_" : $0 }) + "_" + statistic
  }
}
