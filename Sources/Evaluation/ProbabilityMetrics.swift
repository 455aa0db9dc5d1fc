internal import Core

extension Metric {
  /// Metrics of the predicted class probabilities.
  static let probability = [
    Metric(
      "log-loss", "mean negative log-probability of the label",
      formula: "−Σ ln p(label) / rows", source: "Good 1952", unit: "nats", better: .lower
    ) { $0.log.classCount > 0 ? $0.meanLoss : nil },
    Metric(
      "brier", "mean squared error of the class probabilities",
      formula: "Σ Σ_c (p_c − [c is the label])² / rows, halved for two classes",
      source: "Brier 1950; halved as in scikit-learn, so that it is (p − label)² there",
      unit: "fraction", better: .lower
    ) { scores in
      guard scores.log.classCount > 0 else { return nil }
      let scale = scores.log.classCount == 2 ? 0.5 : 1
      return scores.perRow(scores.log.sums.brier).map { $0 * scale }
    },
    Metric(
      "calibration-error", "how far confidence is from accuracy (ECE)",
      formula: "Σ_b |correct_b − Σ confidence_b| / rows, b 15 equal-width bins of the top "
        + "probability, each with its upper end",
      source: "Guo et al. 2017, after Naeini et al. 2015", unit: "fraction", better: .lower
    ) { scores in
      guard scores.log.classCount > 0 else { return nil }
      return scores.perRow(
        scores.log.sums.calibration.bins.reduce(0) {
          $0 + abs(Double($1.correct) - $1.confidence)
        })
    },
  ]

  /// Metrics of a regression.
  static let regression = [
    Metric(
      "mean-squared-error", "mean squared error of a regression",
      formula: "Σ (label − prediction)² / rows", source: "Gauss 1809",
      unit: "squared label", better: .lower
    ) { $0.log.classCount == 0 ? $0.meanLoss : nil },
    Metric(
      "rmse", "root of the mean squared error of a regression",
      formula: "√(Σ (label − prediction)² / rows)", source: "Gauss 1809", unit: "label",
      better: .lower
    ) { scores in scores.errors.map { ($0.squared / Double($0.count)).squareRoot() } },
    Metric(
      "mae", "mean absolute error of a regression",
      formula: "Σ |label − prediction| / rows", source: "Willmott & Matsuura 2005", unit: "label",
      better: .lower
    ) { scores in scores.errors.map { $0.absolute / Double($0.count) } },
    Metric(
      "r-squared", "share of the labels' variance that predictions explain",
      formula: "1 − Σ (label − prediction)² / Σ (label − mean label)²; undefined where the labels "
        + "are all the same",
      source: "coefficient of determination, Wright 1921; below 0 where the mean "
        + "predicts better",
      unit: "fraction", better: .higher
    ) { scores in
      scores.errors.flatMap { $0.deviation > 0 ? 1 - $0.squared / $0.deviation : nil }
    },
  ]
}

extension RunScores {
  /// A sum over the rows that a model served, for each of them.
  fileprivate func perRow(_ sum: Double) -> Double? {
    guard control == nil, let count = rows.last, count > 0 else { return nil }
    return sum / Double(count)
  }

  fileprivate var meanLoss: Double? { perRow(log.steps.reduce(0) { $0 + $1.lossSum }) }

  /// The errors of a regression that served rows.
  fileprivate var errors: RegressionSums? {
    control == nil && log.sums.regression.count > 0 ? log.sums.regression : nil
  }
}
