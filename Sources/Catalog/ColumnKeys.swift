import Core
import Evaluation

/// The key `columns`: what the printed table shows.
enum ColumnKeys {
  static let columns = Setting.optionalWords(
    "columns", of: names, count: 1...60,
    "columns of the printed table: metrics, difference (to the baseline), wall-seconds; default: the "
      + "most important that fit")

  /// Shorter names of some metrics.
  private static let short = [
    ("final", "final-accuracy"), ("forgetting", "forgetting-max"),
    ("train-flop", "training-flops"), ("serve-flop", "serving-flops-per-row"),
    ("mse", "mean-squared-error"), ("r2", "r-squared"),
  ]

  static let names = Metric.all.map(\.name) + ["difference", "wall-seconds"] + short.map(\.0)

  /// What some columns are only measured with: another key of the scenario, or one of `evaluate`.
  static let needs = [
    "difference": "baseline", "robustness": "robustness", "efficacy": "edits",
    "generalization": "edits", "locality": "edits", "training-seconds": "hardware",
    "energy-kwh": "hardware", "carbon-g": "hardware",
  ].merging(
    Metric.all.map(\.name).filter { $0 == "money" || $0.hasPrefix("money-") }.map {
      ($0, "prices")
    },
    uniquingKeysWith: { first, _ in first })

  /// The whole name of a column.
  static func whole(_ name: String) -> String { short.first { $0.0 == name }?.1 ?? name }
}
