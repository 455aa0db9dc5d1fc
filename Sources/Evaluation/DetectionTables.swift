public import Core
internal import Numerics

/// The tables of a comparison of detectors, computed from what they did. Their columns are described in
/// `results/README.md`; a table is built when it is asked for.
public struct DetectionTables: Sendable {
  /// Draws of each control for each run; their scores are pooled.
  static let controlDraws = 100

  let runs: [ScoredDetection]

  /// Scores the runs, which are in the order stream, detector, seed. `window` is in rows.
  public init(_ results: [DetectionResult], window: Int) {
    runs = results.map { ScoredDetection($0, window: window) }
  }

  /// Every table with the name of its file, without the extension.
  public var files: [(name: String, table: Table)] {
    [("summary", summary), ("runs", perRun), ("alarms", alarms)]
  }

  /// A row a run: how it ended, its counts and scores, and those of the controls.
  public var perRun: Table {
    let (counts, rates) = (DetectionScores.counts, DetectionScores.rates)
    var table = Table(
      columns: ScoredDetection.columns + ["outcome", "rows", "drifts_at", "alarms"]
        + counts.map(\.name) + rates.map(\.name) + AlarmControl.allCases.flatMap(\.columns))
    for run in runs {
      let (result, scores) = (run.result, run.scores)
      let cells: [Table.Cell] = [
        .text(result.outcome.description), .integer(result.rows), .text(run.driftsAt),
        .count(run.isComplete ? result.alarms.count : nil),
      ]
      table.append(
        run.cells + cells + counts.map { .count(scores.map($0.value)) }
          + rates.map { .number(scores.flatMap($0.value)) }
          + AlarmControl.allCases.flatMap { $0.cells(run.controls[$0]) })
    }
    return table
  }

  /// A row an alarm of a run that completed: where it was, and what it was worth.
  public var alarms: Table {
    var table = Table(columns: ScoredDetection.columns + ["row", "verdict", "drift_at", "delay"])
    for run in runs where run.isComplete {
      let verdicts = run.windows?.verdicts(on: run.result.alarms)
      for (i, row) in run.result.alarms.enumerated() {
        table.append(run.cells + [.integer(row)] + run.cells(verdicts?[i]))
      }
    }
    return table
  }
}

/// A run and its scores.
struct ScoredDetection: Sendable {
  let result: DetectionResult
  /// Where alarms are right; `nil` where drifts are not known.
  let windows: DetectionWindows?
  /// `nil` where drifts are not known, and for a run that did not complete.
  let scores: DetectionScores?
  /// The pooled scores of as many alarms that look at nothing.
  let controls: [AlarmControl: DetectionScores]

  init(_ result: DetectionResult, window: Int) {
    self.result = result
    let windows = result.drifts.map { DetectionWindows($0, rows: result.rows, window: window) }
    self.windows = windows
    guard let windows, result.outcome == .completed else {
      (scores, controls) = (nil, [:])
      return
    }
    scores = DetectionScores(alarms: result.alarms, in: windows)
    let root = RandomStream(seed: UInt64(bitPattern: Int64(result.seed))).child("controls")
    var controls: [AlarmControl: DetectionScores] = [:]
    for control in AlarmControl.allCases {
      controls[control] = control.scores(
        alarms: result.alarms.count, in: windows, draws: DetectionTables.controlDraws, root: root)
    }
    self.controls = controls
  }

  var isComplete: Bool { result.outcome == .completed }

  /// The drifts for people: `5000 8000:200`, `none`, `unknown`.
  var driftsAt: String {
    guard let drifts = result.drifts else { return "unknown" }
    if drifts.isEmpty { return "none" }
    return drifts.map { $0.width > 1 ? "\($0.row):\($0.width)" : "\($0.row)" }
      .joined(separator: " ")
  }

  /// The columns that tell runs apart.
  static let columns = ["stream", "detector", "seed"]

  /// Its cells in those columns.
  var cells: [Table.Cell] {
    [.text(result.stream), .text(result.detector), .integer(result.seed)]
  }

  /// The cells of an alarm's verdict: what, of which drift, how late.
  fileprivate func cells(_ verdict: DetectionWindows.Verdict?) -> [Table.Cell] {
    let rows = result.drifts?.map(\.row) ?? []
    switch verdict {
    case nil: return [.text("unknown"), .number(nil), .number(nil)]
    case .detection(let drift, let delay):
      return [.text("detection"), .integer(rows[drift]), .integer(delay)]
    case .repeated(let drift): return [.text("repeat"), .integer(rows[drift]), .number(nil)]
    case .unfounded: return [.text("false"), .number(nil), .number(nil)]
    }
  }
}

extension DetectionScores {
  /// What is counted, as columns of a table.
  static let counts: [(name: String, value: @Sendable (DetectionScores) -> Int)] = [
    ("drifts", { $0.drifts }), ("detections", { $0.detections }), ("repeats", { $0.repeats }),
    ("false_alarms", { $0.falseAlarms }), ("rows_outside", { $0.rowsOutside }),
  ]

  /// What follows from the counts, as columns of a table.
  static let rates: [(name: String, value: @Sendable (DetectionScores) -> Double?)] = [
    ("false_alarms_per_1000", { $0.falseAlarmsPer1000 }), ("recall", { $0.recall }),
    ("missed", { $0.missedShare }), ("delay", { $0.meanDelay }), ("precision", { $0.precision }),
    ("mtfa", { $0.meanTimeBetweenFalseAlarms }), ("mtr", { $0.meanTimeRatio }),
  ]
}

extension Table.Cell {
  /// A count, or an empty cell.
  static func count(_ count: Int?) -> Table.Cell { count.map(Table.Cell.integer) ?? .number(nil) }
}

extension AlarmControl {
  /// Its columns in a table: `random_recall`, `random_delay`, `random_precision`.
  var columns: [String] { ["recall", "delay", "precision"].map { "\(rawValue)_\($0)" } }

  /// Its cells in those columns.
  func cells(_ scores: DetectionScores?) -> [Table.Cell] {
    [.number(scores?.recall), .number(scores?.meanDelay), .number(scores?.precision)]
  }
}
