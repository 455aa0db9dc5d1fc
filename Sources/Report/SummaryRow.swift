internal import Core

/// A row of the summary, its cells read by the names of their columns.
struct SummaryRow {
  private let places: [String: Int]
  private let cells: [Table.Cell]

  /// The rows of a summary; a column it lacks reads as undefined.
  static func rows(of table: Table) -> [SummaryRow] {
    let places = Dictionary(
      table.columns.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    return table.rows.map { SummaryRow(places: places, cells: $0) }
  }

  var strategy: String { text("strategy") }
  var trigger: String { text("trigger") }
  /// Runs of the row, and those among them that diverged.
  var seeds: Int { Int(number("seeds") ?? 0) }
  var diverged: Int { Int(number("diverged") ?? 0) }
  /// The controls that are more accurate.
  var losesTo: [String] { text("loses_to").split(separator: " ").map(String.init) }
  /// Whether it is a control and not a competitor.
  var isControl: Bool { trigger == Control.trigger && Control(rawValue: strategy) != nil }

  /// What points to the footnotes: `*` loses to a control, `!` runs diverged.
  var marks: String { (losesTo.isEmpty ? "" : "*") + (diverged > 0 ? "!" : "") }
  /// What footnotes call it.
  var name: String { trigger == Control.trigger ? strategy : "\(strategy) (\(trigger))" }

  /// The mean of a metric over seeds.
  func mean(_ metric: String) -> Double? { number(column(metric, "mean")) }

  /// Half the width of its 95 % interval.
  func halfInterval(_ metric: String) -> Double? {
    guard let low = number(column(metric, "low")), let high = number(column(metric, "high")) else {
      return nil
    }
    return (high - low) / 2
  }

  private func column(_ metric: String, _ statistic: String) -> String {
    String(metric.map { $0 == "-" ? "_" : $0 }) + "_" + statistic
  }

  private func text(_ column: String) -> String {
    if let place = places[column], case .text(let text) = cells[place] { text } else { "" }
  }

  private func number(_ column: String) -> Double? {
    guard let place = places[column] else { return nil }
    switch cells[place] {
    case .number(let value): return value.flatMap { $0.isFinite ? $0 : nil }
    case .integer(let value): return Double(value)
    case .text: return nil
    }
  }
}
