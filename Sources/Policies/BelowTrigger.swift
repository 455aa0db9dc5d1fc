public import Core

/// `below`: fires when the deployed model's windowed performance is worse than a fixed threshold.
///
/// Over the last w labelled rows: mean accuracy under the threshold, or mean loss (negative
/// log-probability of the label; squared error in regression) over it. The window must be full, and is
/// emptied at every accepted update so that it judges the new model only; it fires at every step until
/// then. Where labels are late, rows that the model before had served still arrive after an update and
/// count. Signal `accuracy` or `loss`, value the mean, none while the window fills. A mean loss that is
/// not a number fires. Cost: O(w) a step.
public struct BelowTrigger: Trigger, Codable {
  static let threshold = Setting.number(
    "threshold", in: .atLeast(0), "limit of the mean; at most 1 for accuracy")
  static let window = Setting.integer(
    "window", in: .atLeast(1), default: 200, "labelled rows to average over")

  private let metric: Score
  private let threshold: Double
  private let window: Int
  /// The scores of the last rows: a ring once it is full.
  private var scores: [Double] = []
  /// Where the oldest score of a full ring is.
  private var oldest = 0

  init(metric: Score, threshold: Double, window: Int) {
    self.metric = metric
    self.threshold = threshold
    self.window = window
  }

  /// Takes in what arrived and judges the last w rows.
  public mutating func decide(_ observation: Observation) -> Decision {
    for outcome in observation.outcomes.suffix(window) { push(metric.of(outcome)) }
    guard scores.count == window else {
      return decision(nil)
    }
    return decision(scores.reduce(0, +) / Double(window))
  }

  private func decision(_ mean: Double?) -> Decision {
    Decision(
      fires: mean.map { metric.isWorse($0, than: threshold) } ?? false, signal: metric.rawValue,
      value: mean, threshold: threshold, relation: metric.worse,
      setting: Self.threshold.declaration.name, samples: [scores.count])
  }

  /// Forgets what the model before did.
  public mutating func updated(_ report: UpdateReport) {
    scores.removeAll(keepingCapacity: true)
    oldest = 0
  }

  private mutating func push(_ score: Double) {
    if scores.count < window { return scores.append(score) }
    scores[oldest] = score
    oldest = (oldest + 1) % window
  }

  /// Its registry line.
  public static let entry = Entry<any Trigger>(
    "below", "updates when windowed performance passes a fixed threshold",
    formula: """
      over the last `window` labelled rows, all served since the last update: \
      mean accuracy < threshold, or mean loss > threshold
      """,
    source: "the usual monitoring rule",
    settings: [Score.metric.declaration, threshold.declaration, window.declaration]
  ) { values, _ in
    let metric = Score(values)
    if metric == .accuracy && values[threshold] > 1 {
      throw SettingError(
        threshold.declaration.name,
        "\(values[threshold]) is no accuracy; allowed: [0, 1], or set metric: loss")
    }
    return BelowTrigger(metric: metric, threshold: values[threshold], window: values[window])
  }
}
