internal import Core

extension Metric {
  /// Metrics of all examinations, those between segment ends included.
  static let stability = dips.map(\.orOfRSquared) + flips

  /// Accuracy on past concepts from one examination to the next.
  private static let dips = [
    Metric(
      "average-anytime-accuracy", "accuracy on the concepts seen, over all examinations",
      formula: "mean_n mean_{j seen} A_j(n), A_j(n) held-out accuracy on concept j at examination "
        + "n; j is seen from its first segment on",
      source: "Caccia et al. 2021; concepts in place of tasks", unit: "fraction", better: .higher
    ) { $0.matrix?.averageAnytimeAccuracy },
    Metric(
      "min-accuracy", "lowest accuracy on past concepts since they were learned (min-ACC)",
      formula: "mean_j min_n A_j(n) over concepts but the last segment's, n the examinations after "
        + "the end of segment l(j)",
      source: "De Lange et al. 2023; as fine as `evaluate.every`, not every gradient step",
      unit: "fraction", better: .higher
    ) { $0.matrix?.minimumAccuracy },
    Metric(
      "worst-case-accuracy", "accuracy on the last concept, lowest on past ones (WC-ACC)",
      formula: "A_S(end) / k + (1 − 1 / k) min-accuracy, k − 1 the number of past concepts",
      source: "De Lange et al. 2023", unit: "fraction", better: .higher
    ) { $0.matrix?.worstCaseAccuracy },
    Metric(
      "stability-gap", "how far accuracy on past concepts dips right after a switch",
      formula:
        "mean over switches of mean_j (A_j(switch) − min_n A_j(n)), j the concepts seen and not "
        + "switched to, n the examinations within `evaluate.window` steps after it",
      source: "De Lange et al. 2023; as fine as `evaluate.every`, not every gradient step",
      unit: "fraction", better: .lower
    ) { scores in scores.matrix?.stabilityGap(window: scores.window) },
  ]

  /// Predictions from one examination to the next.
  private static let flips = [
    Metric(
      "negative-flip-rate",
      "held-out rows that were right and are wrong at the next examination",
      formula: "Σ_n |right before ∧ wrong now| / Σ_n rows over examinations n but the first",
      source: "Yan et al. 2021, between examinations in place of versions, so that rows with "
        + "different triggers compare",
      unit: "fraction", better: .lower
    ) { $0.flips.map { Double($0.negative) / Double($0.rows) } },
    Metric(
      "churn", "held-out rows whose prediction differs at the next examination",
      formula: "Σ_n |prediction before ≠ now| / Σ_n rows over examinations n but the first; 1 − "
        + "agreement",
      source: "Milani Fard et al. 2016, between examinations", unit: "fraction", better: .lower
    ) { $0.flips.map { Double($0.changed) / Double($0.rows) } },
  ]
}

extension RunScores {
  /// All changes of predictions from one examination to the next; `nil` without any rows compared.
  fileprivate var flips: Flips? {
    guard control == nil else { return nil }
    var sum = Flips()
    for flips in log.evaluations.compactMap(\.flips) {
      sum.rows += flips.rows
      sum.negative += flips.negative
      sum.positive += flips.positive
      sum.changed += flips.changed
    }
    return sum.rows > 0 ? sum : nil
  }
}
