public import Core

extension ResultTables {
  /// A row a comparison with the baseline and metric: the mean of the differences over seeds, own −
  /// baseline, two 95 % intervals, and the p of Wilcoxon's signed-rank test, also corrected by Holm
  /// for the comparisons of that metric. Metrics that describe
  /// the stream, and those that no pair of runs defines, are left out; without
  /// a baseline there are no rows.
  public var differences: Table {
    var table = Table(columns: [
      "strategy", "trigger", "baseline", "baseline_trigger", "metric", "pairs", "diverged", "mean",
      "t_low", "t_high", "bootstrap_low", "bootstrap_high", "p", "p_holm",
    ])
    let comparisons = comparisons
    let metrics = self.metrics.filter { $0.direction != .neither }
    let differences = metrics.map { metric in comparisons.map { $0.differences(metric) } }
    let p = differences.map { $0.map { SignedRankTest($0).p } }
    let corrected = p.map(holm)
    for (i, comparison) in comparisons.enumerated() {
      for (m, metric) in metrics.enumerated() where !differences[m][i].isEmpty {
        table.append(
          [
            .text(comparison.strategy), .text(comparison.trigger), .text(baseline ?? ""),
            .text(comparison.baselineTrigger), .text(metric.column),
            .integer(differences[m][i].count), .integer(comparison.diverged),
          ] + statistics(differences[m][i]) + [.number(p[m][i]), .number(corrected[m][i])])
      }
    }
    return table
  }

  private func statistics(_ differences: [Double]) -> [Table.Cell] {
    let statistics = SampleStatistics(differences)
    let bootstrap = Bootstrap.interval(differences)
    return [
      .number(statistics.mean), .number(statistics.interval?.lowerBound),
      .number(statistics.interval?.upperBound), .number(bootstrap?.lowerBound),
      .number(bootstrap?.upperBound),
    ]
  }
}
