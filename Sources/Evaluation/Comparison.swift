internal import Core

/// The runs of one strategy and trigger, each beside the baseline's run of the same seed: both saw
/// the same rows.
struct Comparison: Sendable {
  let strategy: String
  let trigger: String
  /// The trigger of the baseline's runs: the same, unless one of the two ignores triggers.
  let baselineTrigger: String
  /// A run and the baseline's of the same seed, where both completed.
  let pairs: [(own: RunScores, baseline: RunScores)]
  /// Seeds left out because one of the two runs diverged: their metrics cover other rows.
  let diverged: Int

  /// Pairs runs by their seeds.
  init(_ runs: [ScoredRun], against baseline: [ScoredRun]) {
    (strategy, trigger) = (runs[0].result.strategy, runs[0].result.trigger)
    baselineTrigger = baseline[0].result.trigger
    let counterparts = Dictionary(
      baseline.map { ($0.result.seed, $0.scores) }, uniquingKeysWith: { first, _ in first })
    let all = runs.compactMap { run in
      counterparts[run.result.seed].map { (own: run.scores, baseline: $0) }
    }
    pairs = all.filter { $0.own.log.outcome == .completed && $0.baseline.log.outcome == .completed }
    diverged = all.count - pairs.count
  }

  /// The differences of a metric, own − baseline, over the pairs where both are defined.
  func differences(_ metric: Metric) -> [Double] {
    pairs.compactMap { own, baseline in
      guard let a = metric.value(own), let b = metric.value(baseline) else { return nil }
      return a - b
    }
  }
}

extension ResultTables {
  /// Every row of the summary but the baseline's own, beside the baseline's row with the same
  /// trigger. A row that ignores triggers is compared with the baseline under each; a baseline that
  /// does, with each row.
  var comparisons: [Comparison] {
    groups.filter { $0[0].result.strategy != baseline }.flatMap { runs in
      groups.filter { $0[0].result.strategy == baseline && haveCommonTrigger($0[0], runs[0]) }
        .map { Comparison(runs, against: $0) }
    }
  }

  private func haveCommonTrigger(_ a: ScoredRun, _ b: ScoredRun) -> Bool {
    a.result.trigger == b.result.trigger
      || [a, b].contains { $0.result.trigger == Control.trigger }
  }
}
