internal import Core

extension Metric {
  /// Metrics that weigh classes and not rows, for streams in which some classes are rare.
  static let imbalance = [
    Metric(
      "balanced-accuracy", "accuracy of each class, averaged over classes (macro recall)",
      formula: "mean_c right_c / labels_c over the classes that are labels",
      source: "Brodersen et al. 2010", unit: "fraction", better: .higher
    ) { $0.confusion?.balancedAccuracy },
    Metric(
      "g-mean", "geometric mean of the accuracies of the classes",
      formula: "(Π_c right_c / labels_c)^(1/k) over the k classes that are labels",
      source: "Kubat & Matwin 1997, for any number of classes", unit: "fraction", better: .higher
    ) { $0.confusion?.geometricMean },
    Metric(
      "macro-precision", "precision of each class, averaged over classes",
      formula: "mean_c right_c / predictions_c over the classes that are labels or predicted, 0 "
        + "for one that is never predicted",
      source: "Sokolova & Lapalme 2009; zeros as in scikit-learn", unit: "fraction",
      better: .higher
    ) { $0.confusion?.macroPrecision },
    Metric(
      "macro-f1", "F1 of each class, averaged over classes",
      formula: "mean_c 2 right_c / (labels_c + predictions_c) over the classes that are labels or "
        + "predicted",
      source: "Sokolova & Lapalme 2009; the mean of F1s, not F1 of the means", unit: "fraction",
      better: .higher
    ) { $0.confusion?.macroF1 },
    Metric(
      "precision", "of the rows predicted to be of the second of two classes, those that are",
      formula: "right_1 / predictions_1; undefined but for two classes",
      source: "van Rijsbergen 1979", unit: "fraction", better: .higher
    ) { $0.positive { $0.precision(1) } },
    Metric(
      "recall", "of the rows of the second of two classes, those predicted to be",
      formula: "right_1 / labels_1; undefined but for two classes",
      source: "van Rijsbergen 1979", unit: "fraction", better: .higher
    ) { $0.positive { $0.recall(1) } },
    Metric(
      "f1", "harmonic mean of precision and recall of the second of two classes",
      formula: "2 right_1 / (labels_1 + predictions_1); undefined but for two classes",
      source: "van Rijsbergen 1979, F with β = 1", unit: "fraction", better: .higher
    ) { $0.positive { $0.f1(1) } },
    Metric(
      "roc-auc", "probability that the second of two classes scores above the first",
      formula: "(Σ pairs ranked right + ½ Σ pairs tied) / all pairs, over all served rows; "
        + "undefined but for two classes",
      source: "Hanley & McNeil 1982; exact to 262144 rows, beyond on 65536 bins of the probability",
      unit: "fraction", better: .higher
    ) { $0.ranking?.rocArea },
    Metric(
      "pr-auc", "average precision of the second of two classes",
      formula: "Σ_g (recall_g − recall_(g − 1)) precision_g over decreasing thresholds g; "
        + "undefined but for two classes",
      source: "area under the precision-recall curve, Davis & Goadrich 2006, not interpolated; "
        + "rows as for roc-auc",
      unit: "fraction", better: .higher
    ) { $0.ranking?.averagePrecision },
  ]
}

extension RunScores {
  /// A number of the positive class, the second of two.
  fileprivate func positive(_ measure: (Confusion) -> Double?) -> Double? {
    log.classCount == 2 ? confusion.flatMap(measure) : nil
  }
}
