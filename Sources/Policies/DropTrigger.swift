public import Core
internal import Numerics

/// `drop`: fires when a step's performance falls off its own rolling mean.
///
/// With a the mean score of the labels that arrived in the step and μ that of the `window` such steps
/// before it, equally weighted: accuracy fires if a < μ(1 − `by`), or a < μ − `by` with
/// `measure: absolute`; loss fires if a > μ(1 + `by`) or a > μ + `by`. The window must be full, and
/// goes on through updates, so that a model that stays bad keeps firing until its level has become the
/// mean. Steps without labels count for nothing; a loss that is not finite fires and is not averaged.
/// Signal `accuracy` or `loss`, value a, threshold the limit. Cost: O(w log w) a step.
///
/// With `quantile` q in place of `by`, the limit is the q-quantile of the window's scores, of losses the
/// (1 − q)-quantile, interpolated linearly between the two scores it falls between.
///
/// The rolling-average and the quantile criterion of performance triggers in Modyn (Böther et al., SIGMOD 2025).
public struct DropTrigger: Trigger, Codable {
  /// What `by` is a share of.
  enum Measure: String, CaseIterable {
    case relative, absolute
  }

  static let by = Setting.number(
    "by", in: .above(0), default: 0.1, "how far a step must be off the mean")
  static let measure = Setting.choice(
    "measure", of: Measure.allCases.map(\.rawValue), default: Measure.relative.rawValue,
    "whether by is a share of the mean, or in units of the metric")
  static let quantile = Setting.optionalNumber(
    "quantile", in: .open(0, 1), "instead of by: the share of the window's scores that are worse")
  static let window = Setting.integer(
    "window", in: .atLeast(1), default: 10, "steps with labels to average over")

  private let metric: Score
  private let by: Double
  private let isRelative: Bool
  private let quantile: Double?
  private let window: Int
  /// Mean scores of the last steps with labels, oldest first.
  private var scores: [Double] = []

  init(_ values: SettingValues) {
    metric = Score(values)
    by = values[Self.by]
    isRelative = values[Self.measure] == Measure.relative.rawValue
    quantile = values[Self.quantile]
    window = values[Self.window]
  }

  /// Judges the step against those before it, then adds it to them.
  public mutating func decide(_ observation: Observation) -> Decision {
    let limit = scores.count == window ? limit : nil
    let outcomes = observation.outcomes
    guard !outcomes.isEmpty else {
      return decision(fires: false, nil, limit, rows: 0)
    }
    let score = outcomes.reduce(0) { $0 + metric.of($1) } / Double(outcomes.count)
    if score.isFinite { push(score) }
    let fires = limit.map { metric.isWorse(score, than: $0) } ?? !score.isFinite
    return decision(fires: fires, score, limit, rows: outcomes.count)
  }

  private func decision(fires: Bool, _ score: Double?, _ limit: Double?, rows: Int) -> Decision {
    Decision(
      fires: fires, signal: metric.rawValue, value: score, threshold: limit,
      relation: metric.worse,
      setting: quantile == nil ? Self.by.declaration.name : Self.quantile.declaration.name,
      samples: [rows])
  }

  /// What a step must not pass.
  private var limit: Double {
    if let quantile {
      return scores.sorted().quantileOfSorted(metric == .accuracy ? quantile : 1 - quantile)
    }
    let mean = scores.reduce(0, +) / Double(scores.count)
    let room = isRelative ? by * mean : by
    return metric == .accuracy ? mean - room : mean + room
  }

  private mutating func push(_ score: Double) {
    if scores.count == window { scores.removeFirst() }
    scores.append(score)
  }

  /// Its registry line.
  public static let entry = Entry<any Trigger>(
    "drop", "updates when performance falls off its rolling mean",
    formula: """
      a the mean score of a step's labels, μ that of the window steps before: accuracy fires if \
      a < μ(1 − by), loss if a > μ(1 + by); absolute: a < μ − by, a > μ + by; quantile: a under that of the \
      window, loss over its (1 − quantile)
      """,
    source: "the rolling-average and quantile criteria of Böther et al., Modyn, SIGMOD 2025",
    settings: [
      Score.metric.declaration, by.declaration, measure.declaration, quantile.declaration,
      window.declaration,
    ]
  ) { values, _ in
    for other in [by.declaration, measure.declaration]
    where values[quantile] != nil && values[other.name] != nil {
      throw SettingError(other.name, "of no use with quantile; allowed: one of them")
    }
    return DropTrigger(values)
  }
}
