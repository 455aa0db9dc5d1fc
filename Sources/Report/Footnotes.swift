/// What stands under a terminal table: which rows the marks point to, and what the columns are.
struct Footnotes {
  /// The notes, a paragraph each.
  let all: [String]

  /// The notes to some rows and the columns that are shown of them.
  init(_ rows: [SummaryRow], _ columns: [SummaryColumn]) {
    all =
      Footnotes.losses(rows) + Footnotes.divergences(rows) + Footnotes.gaps(rows, columns)
      + Footnotes.legend(rows, columns)
  }

  /// A note for every set of controls that rows lose to.
  private static func losses(_ rows: [SummaryRow]) -> [String] {
    var controls: [[String]] = []
    for row in rows where !row.losesTo.isEmpty && !controls.contains(row.losesTo) {
      controls.append(row.losesTo)
    }
    let competitors = rows.count { !$0.isControl }
    return controls.map { controls in
      let losers = rows.filter { $0.losesTo == controls }.map(\.name)
      let names = losers.count == competitors ? "every row" : losers.joined(separator: ", ")
      return "* less accurate than \(controls.joined(separator: " and ")): \(names)"
    }
  }

  private static func divergences(_ rows: [SummaryRow]) -> [String] {
    let diverged = rows.filter { $0.diverged > 0 }
    guard !diverged.isEmpty else { return [] }
    let counts = diverged.map { "\($0.name) in \($0.diverged) of \($0.seeds) runs" }
    return [
      "! diverged: \(counts.joined(separator: ", ")); their means cover what was measured before, and "
        + "are left out where nothing was"
    ]
  }

  /// A note on the columns without a number, which only show because somebody asked for them.
  private static func gaps(_ rows: [SummaryRow], _ columns: [SummaryColumn]) -> [String] {
    let empty = columns.filter { column in rows.allSatisfy { column.cell($0).isEmpty } }
    guard !empty.isEmpty else { return [] }
    return ["undefined in every row: \(empty.map(\.name).joined(separator: ", "))"]
  }

  private static func legend(_ rows: [SummaryRow], _ columns: [SummaryColumn]) -> [String] {
    let hasInterval = columns.contains { rows.contains(where: $0.hasInterval) }
    let renamed = columns.compactMap { column in
      column.meaning.map { "\(column.header) = \($0)" }
    }
    let parts = columns.filter(\.isPartOfMoney).map(\.header)
    let sum = parts.isEmpty ? [] : ["money is the sum of \(parts.joined(separator: ", "))"]
    let notes = (hasInterval ? ["± half of the 95 % t interval over seeds"] : []) + renamed + sum
    return notes.isEmpty ? [] : [notes.joined(separator: ", ")]
  }
}
