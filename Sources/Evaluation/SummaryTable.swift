public import Core

extension ResultTables {
  /// A row a strategy and trigger, in the order of the jobs, then a row a control: mean, standard
  /// deviation and 95 % interval of every metric over seeds.
  ///
  /// A row loses to a control when its mean accuracy is below the control's on the same rows.
  public var summary: Table { summary(isTimed: false) }

  /// The same with the measured durations of runs, `wall_seconds`, which differ from one execution to
  /// the next.
  public var timedSummary: Table { summary(isTimed: true) }

  private func summary(isTimed: Bool) -> Table {
    let timing = isTimed ? SummaryRow.statistics.map { "wall_seconds_\($0)" } : []
    var table = Table(columns: SummaryRow.columns(metrics) + timing)
    for runs in groups {
      let row = SummaryRow(scores: runs.map(\.scores))
      let seconds = SummaryRow.cells(runs.map(\.result.wallSeconds))
      table.append(
        row.cells(metrics, runs[0].result.strategy, runs[0].result.trigger)
          + (isTimed ? seconds : []))
    }
    for row in controlRows {
      table.append(
        row.cells(metrics, row.scores[0].control?.rawValue ?? "", Control.trigger)
          + timing.map { _ in .number(nil) })
    }
    return table
  }

  /// The runs of each strategy and trigger, in order of first appearance.
  var groups: [[ScoredRun]] {
    struct Pair: Hashable { let strategy: String, trigger: String }
    var places: [Pair: Int] = [:]
    var groups: [[ScoredRun]] = []
    for run in runs {
      let pair = Pair(strategy: run.result.strategy, trigger: run.result.trigger)
      if let place = places[pair] {
        groups[place].append(run)
      } else {
        places[pair] = groups.count
        groups.append([run])
      }
    }
    return groups
  }

  /// The controls over the longest log of each seed: all strategies saw the same rows, but a diverged
  /// run stops early. None in regression, where there is no accuracy.
  private var controlRows: [SummaryRow] {
    var places: [Int: Int] = [:]
    var longest: [RunScores] = []
    for run in runs where run.log.classCount > 0 {
      if let place = places[run.result.seed] {
        if run.log.steps.count > longest[place].log.steps.count { longest[place] = run.scores }
      } else {
        places[run.result.seed] = longest.count
        longest.append(run.scores)
      }
    }
    guard !longest.isEmpty else { return [] }
    return Control.allCases.map { control in
      SummaryRow(scores: longest.map { RunScores($0.log, window: $0.window, control: control) })
    }
  }
}

/// The scores of one strategy and trigger, or of one control, a run a seed; at least one.
private struct SummaryRow {
  let scores: [RunScores]

  static let statistics = ["mean", "sd", "low", "high"]
  static func columns(_ metrics: [Metric]) -> [String] {
    ["strategy", "trigger", "seeds", "diverged", "loses_to"]
      + metrics.flatMap { metric in statistics.map { "\(metric.column)_\($0)" } }
  }

  func cells(_ metrics: [Metric], _ strategy: String, _ trigger: String) -> [Table.Cell] {
    let isControl = scores[0].control != nil
    let diverged = isControl ? 0 : scores.count { $0.log.outcome != .completed }
    return [
      .text(strategy), .text(trigger), .integer(scores.count), .integer(diverged),
      .text(isControl ? "" : betterControls(than: scores)),
    ]
      + metrics.flatMap { metric in Self.cells(scores.map(metric.value)) }
  }

  /// The statistics of some values.
  static func cells(_ values: [Double?]) -> [Table.Cell] {
    let statistics = SampleStatistics(values)
    return [
      .number(statistics.mean), .number(statistics.standardDeviation),
      .number(statistics.interval?.lowerBound), .number(statistics.interval?.upperBound),
    ]
  }
}

/// The controls with a higher mean accuracy on the same rows, as a cell of a table has them.
func betterControls(than scores: [RunScores]) -> String {
  guard let own = SampleStatistics(scores.map(\.accuracy)).mean else { return "" }
  let better = Control.allCases.filter { control in
    SampleStatistics(scores.map { $0.accuracy(of: control) }).mean.map { own < $0 } ?? false
  }
  return better.map(\.rawValue).joined(separator: " ")
}
