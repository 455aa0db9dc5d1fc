extension Metric {
  /// Metrics of the time after drifts.
  static let recovery = [
    Metric(
      "recovery-time", "steps until a run has recovered from a drift, over those it recovered from",
      formula: "mean over drifts of the first step after the transition from which the mean over "
        + "10 steps is within .01 of that over the 10 before it; of the distance to Bayes "
        + "where it is known, else of accuracy",
      source: "recovery analysis, Shaker & Hüllermeier 2015, reduced to one time a drift",
      unit: "steps", better: .lower
    ) { $0.recovery.meanTime },
    Metric(
      "unrecovered", "drifts from which a run had not recovered before the next one or the end",
      formula: "the drifts that recovery-time leaves out", source: "right-censored recovery times",
      unit: "drifts", better: .lower
    ) { $0.recovery.censored.map(Double.init) },
  ]
}
