public import Core
internal import Foundation

extension DetectionTables {
  /// A row a stream and detector, in the order of the runs: scores over all its runs that completed.
  ///
  /// Ratios are those of the sums over runs, not means of ratios, as a run without an alarm has no precision
  /// and one without a false alarm no time between them. Intervals are 95 %: Wilson's for recall and
  /// precision, drifts and alarms taken to be independent; Student's t for the delay over detected drifts,
  /// and for the frequency of false alarms over runs, cut off at 0, or with −ln .025 / rows above where there
  /// was none (Poisson); MTFA has the reciprocals of the frequency's ends.
  public var summary: Table {
    var table = Table(columns: DetectionSummaryRow.columns)
    for runs in groups { table.append(DetectionSummaryRow(runs).cells) }
    return table
  }

  /// The runs of each stream and detector, which stand together.
  private var groups: [[ScoredDetection]] {
    var groups: [[ScoredDetection]] = []
    for run in runs {
      if let last = groups.last?.last, last.result.stream == run.result.stream,
        last.result.detector == run.result.detector
      {
        groups[groups.count - 1].append(run)
      } else {
        groups.append([run])
      }
    }
    return groups
  }
}

/// The runs of one detector on one stream, at least one.
private struct DetectionSummaryRow {
  private let first: ScoredDetection
  private let runs: [ScoredDetection]
  private let complete: [ScoredDetection]
  private let total: DetectionScores?

  static let columns =
    [
      "stream", "drifts_at", "detector", "seeds", "incomplete", "problem", "rows", "alarms",
      "alarms_per_1000",
    ]
    + DetectionScores.counts.map(\.name)
    + withInterval("false_alarms_per_1000", hasDeviation: true)
    + withInterval("recall", hasDeviation: true) + ["missed"]
    + withInterval("delay", hasDeviation: true) + withInterval("precision")
    + withInterval("mtfa") + ["mtr"] + AlarmControl.allCases.flatMap(\.columns)

  private static func withInterval(_ name: String, hasDeviation: Bool = false) -> [String] {
    [name] + (hasDeviation ? ["\(name)_sd"] : []) + ["\(name)_low", "\(name)_high"]
  }

  init(_ runs: [ScoredDetection]) {
    self.runs = runs
    first = runs[0]
    complete = runs.filter(\.isComplete)
    let scores = complete.compactMap(\.scores)
    total = scores.isEmpty ? nil : Self.sum(scores)
  }

  private static func sum(_ scores: [DetectionScores]) -> DetectionScores {
    scores.reduce(into: DetectionScores()) { $0 += $1 }
  }

  var cells: [Table.Cell] {
    let problem = runs.first { !$0.isComplete }?.result.outcome.description ?? ""
    let rows = complete.reduce(0) { $0 + $1.result.rows }
    let alarms = complete.reduce(0) { $0 + $1.result.alarms.count }
    let isKnown = !complete.isEmpty
    return [
      .text(first.result.stream), .text(first.driftsAt), .text(first.result.detector),
      .integer(runs.count), .integer(runs.count - complete.count), .text(problem),
      .count(isKnown ? rows : nil), .count(isKnown ? alarms : nil),
      .number(rows > 0 ? 1000 * Double(alarms) / Double(rows) : nil),
    ] + counts + falseAlarmFrequency + recall + delay + precision + timeBetween + controls
  }

  private var counts: [Table.Cell] {
    DetectionScores.counts.map { .count(total.map($0.value)) }
  }

  private var frequencyInterval: ClosedRange<Double>? {
    guard let total, total.rowsOutside > 0 else { return nil }
    if total.falseAlarms == 0 { return 0...(-1000 * log(0.025) / Double(total.rowsOutside)) }
    return statistics(\.falseAlarmsPer1000).interval.map {
      max(0, $0.lowerBound)...max(0, $0.upperBound)
    }
  }

  private var falseAlarmFrequency: [Table.Cell] {
    [
      .number(total?.falseAlarmsPer1000),
      .number(statistics(\.falseAlarmsPer1000).standardDeviation),
    ] + ends(frequencyInterval)
  }

  private var recall: [Table.Cell] {
    let interval = total.flatMap { WilsonInterval.interval($0.detections, of: $0.drifts) }
    return [.number(total?.recall), .number(statistics(\.recall).standardDeviation)]
      + ends(interval) + [.number(total?.missedShare)]
  }

  private var delay: [Table.Cell] {
    let delays = SampleStatistics(total?.delays.map(Double.init) ?? [])
    return [.number(delays.mean), .number(delays.standardDeviation)] + ends(delays.interval)
  }

  private var precision: [Table.Cell] {
    let interval = total.flatMap { total in
      total.precision == nil
        ? nil
        : WilsonInterval.interval(total.detections, of: total.detections + total.falseAlarms)
    }
    return [.number(total?.precision)] + ends(interval)
  }

  private var timeBetween: [Table.Cell] {
    let low = frequencyInterval.map { 1000 / $0.upperBound }
    let high = frequencyInterval.map { 1000 / $0.lowerBound }
    return [
      .number(total?.meanTimeBetweenFalseAlarms), .number(low), .number(high),
      .number(total?.meanTimeRatio),
    ]
  }

  private var controls: [Table.Cell] {
    AlarmControl.allCases.flatMap { control in
      let scores = complete.compactMap { $0.controls[control] }
      return control.cells(scores.isEmpty ? nil : Self.sum(scores))
    }
  }

  private func statistics(_ score: KeyPath<DetectionScores, Double?>) -> SampleStatistics {
    SampleStatistics(complete.map { $0.scores?[keyPath: score] })
  }

  private func ends(_ interval: ClosedRange<Double>?) -> [Table.Cell] {
    [.number(interval?.lowerBound), .number(interval?.upperBound)]
  }
}
