public import Core
internal import Numerics

extension DetectionTables {
  /// Draws of each control beside the scores of one series of alarms.
  private static let singleDraws = 1000

  /// The scores of one detector's alarms, ascending rows, with a row for each control: means over 1000
  /// draws from seed 1, of counts too; ratios are those of the sums.
  public static func scores(
    of detector: String, alarms: [Int], in windows: DetectionWindows
  ) -> Table {
    var table = Table(
      columns: ["detector", "alarms"] + DetectionScores.counts.map(\.name)
        + DetectionScores.rates.map(\.name))
    let own = DetectionScores(alarms: alarms, in: windows)
    let draws = Double(AlarmControl.draws(singleDraws, of: alarms.count))
    let root = RandomStream(seed: 1).child("controls")
    table.append(
      [.text(detector), .integer(alarms.count)]
        + DetectionScores.counts.map { .integer($0.value(own)) } + own.rateCells)
    for control in AlarmControl.allCases {
      let total = control.scores(
        alarms: alarms.count, in: windows, draws: singleDraws, root: root)
      table.append(
        [.text(control.rawValue), .integer(alarms.count)]
          + DetectionScores.counts.map { .number(Double($0.value(total)) / draws) }
          + total.rateCells)
    }
    return table
  }
}

extension DetectionScores {
  /// Its rates as cells of a table.
  fileprivate var rateCells: [Table.Cell] { Self.rates.map { .number($0.value(self)) } }
}
