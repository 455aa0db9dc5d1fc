/// A column of the scores of detectors as people read it.
struct DetectionColumn {
  /// What stands above it.
  let header: String
  /// What the header stands for.
  let meaning: String?
  /// What it shows of a row; empty where that is undefined.
  let cell: (TableRow) -> String

  /// All columns, in the order in which they stand and are given room.
  static var all: [DetectionColumn] {
    [
      DetectionColumn(
        "false_alarms_per_1000", "FA/1000",
        "false alarms for 1000 rows outside the windows of drifts"
      ),
      DetectionColumn("recall", "recall", nil),
      DetectionColumn("delay", "delay", "rows until a drift was detected, of those that were") {
        NumberText.fixed($0, decimals: 0)
      },
      DetectionColumn("precision", "prec.", "precision"),
      DetectionColumn("mtfa", "MTFA", "rows between false alarms", text: scaled),
      DetectionColumn("mtr", "MTR", "MTFA / delay · recall", text: scaled),
      DetectionColumn(
        "every_recall", "every",
        "recall of as many alarms at even distances, where they begin drawn"),
      DetectionColumn("random_recall", "random", "recall of as many alarms at random rows"),
      DetectionColumn("alarms", "alarms", nil, text: NumberText.count),
      DetectionColumn(
        "false_alarms", "false", "alarms outside the windows", text: NumberText.count),
      DetectionColumn(
        "repeats", "repeats", "alarms in the window of a drift already detected",
        text: NumberText.count),
      DetectionColumn("alarms_per_1000", "per 1000", nil, unless: "false_alarms_per_1000"),
    ]
  }

  /// The columns that some row defines.
  static func defined(in rows: [TableRow]) -> [DetectionColumn] {
    all.filter { column in rows.contains { !column.cell($0).isEmpty } }
  }

  private init(
    _ column: String, _ header: String, _ meaning: String?, unless other: String? = nil,
    text: @escaping (Double?) -> String = { NumberText.fixed($0) }
  ) {
    (self.header, self.meaning) = (header, meaning)
    cell = { row in
      other.flatMap(row.number) == nil ? text(row.number(column)) : ""
    }
  }

  private static func scaled(_ value: Double?) -> String { NumberText.scaled(value, "") }
}
