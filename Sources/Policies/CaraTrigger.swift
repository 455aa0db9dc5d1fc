public import Core
internal import Numerics

/// `cara`: fires by the staleness of the model on the queries of the step, with parameters fitted on a prefix.
///
/// With q_t rows served in step t and L_t the mean loss of the labels that arrived last, 0 or 1 for each, or the
/// negative log-probability (`metric: loss`), the staleness is
///
///   Ψ_t = q_t L_t,
///
/// what answering the step's queries with this model costs. `by: threshold` fires if Ψ_t > τ; `by: cumulative` if
/// Σ Ψ > τ over the steps since the last update, whatever asked for it; `by: periodic` in steps a + k φ. What is
/// not given is fitted: for the first `fit` steps it holds, then takes what would have cost least there, at
/// `retraining-cost` an update (see ``CaraFit``); sums begin after it. An update that something else asks for during the prefix begins
/// the prefix again, as the staleness of one model is followed there. Signal `staleness`, `cumulative-staleness`
/// or `steps`.
///
/// Mahadevan & Mathioudakis, *Cost-aware retraining for machine learning*, Knowledge-Based Systems 293, 2024. There
/// the staleness of a query weighs the losses of the newest labelled rows by their similarity to it, and a model is
/// trained in every step of the prefix to know what each would have cost. Here all labelled rows weigh the same:
/// what a system sees late or for some rows only cannot be told which query it belongs to. And the prefix has one
/// model, from which the others' staleness is inferred.
public struct CaraTrigger: Trigger, Codable {
  /// The variants.
  enum Variant: String, CaseIterable, Codable {
    case threshold, cumulative, periodic
  }

  static let by = Setting.choice(
    "by", of: Variant.allCases.map(\.rawValue), default: Variant.threshold.rawValue,
    "the staleness of a step, its sum since the last update, or a period")
  static let threshold = Setting.optionalNumber(
    "threshold", in: .atLeast(0), "τ, in losses; unset is fitted; not by period")
  static let start = Setting.optionalInteger(
    "start", in: .closed(0, 1e9), "a, the first step of the period; by period only")
  static let period = Setting.optionalInteger(
    "period", in: .closed(1, 1e9), "φ, its steps; by period only; unset, both are fitted")
  static let fit = Setting.integer(
    "fit", in: .closed(2, 300), default: 40, "steps of the prefix that parameters are fitted on")
  static let price = Setting.number(
    "retraining-cost", in: .atLeast(0), default: 50,
    "what an update costs in the fit, in losses: wrong answers, by default")

  private let variant: Variant
  private let metric: Score
  private let fit: Int, price: Double
  private var threshold: Double?
  private var period: Int?
  private var start: Int
  /// The mean loss of the labels that arrived last.
  private var loss: Double?
  /// Σ Ψ since the last update.
  private var sum = 0.0
  /// Ψ of the steps of the prefix.
  private var prefix: [Double] = []

  init(_ values: SettingValues) {
    variant = Variant(rawValue: values[Self.by]) ?? .threshold
    metric = Score(values)
    (fit, price) = (values[Self.fit], values[Self.price])
    (threshold, period) = (values[Self.threshold], values[Self.period])
    start = values[Self.start] ?? 0
  }

  private var isFitted: Bool { variant == .periodic ? period != nil : threshold != nil }

  /// Fits, or decides.
  public mutating func decide(_ observation: Observation) -> Decision {
    let staleness = staleness(observation)
    if let staleness { sum += staleness }
    if !isFitted {
      if let staleness { prefix.append(staleness) }
      guard prefix.count == fit else { return decision(fires: false, staleness) }
      fitParameters(at: observation.step)
      return decision(fires: false, staleness)
    }
    switch variant {
    case .periodic:
      let passed = observation.step - start
      return decision(fires: passed >= 0 && passed % (period ?? 1) == 0, Double(passed))
    case .threshold: return decision(isOver: staleness)
    case .cumulative: return decision(isOver: sum)
    }
  }

  private func decision(isOver value: Double?) -> Decision {
    decision(fires: value.map { value in threshold.map { value > $0 } ?? false } ?? false, value)
  }

  private func decision(fires: Bool, _ value: Double?) -> Decision {
    switch variant {
    case .periodic: Decision(fires: fires, signal: "steps", value: value)
    case .threshold, .cumulative:
      Decision(
        fires: fires, signal: variant == .threshold ? "staleness" : "cumulative-staleness",
        value: value, threshold: threshold, relation: .above,
        setting: Self.threshold.declaration.name)
    }
  }

  /// Ψ of the step; `nil` before any label.
  private mutating func staleness(_ observation: Observation) -> Double? {
    let losses = observation.outcomes.map { outcome in
      metric == .accuracy ? (outcome.isCorrect ? 0 : 1) : Double(outcome.loss)
    }
    let mean = losses.reduce(0, +) / Double(max(losses.count, 1))
    if !losses.isEmpty && mean.isFinite { loss = mean }
    return loss.map { $0 * Double(observation.inputs.rows) }
  }

  private mutating func fitParameters(at step: Int) {
    let fit = CaraFit(staleness: prefix, price: price)
    switch variant {
    case .threshold: threshold = fit.threshold
    case .cumulative: threshold = fit.total
    case .periodic:
      let found = fit.period
      // The period goes on from where the prefix began.
      (start, period) = (step - prefix.count + 1 + found.start, found.period)
    }
    (prefix, sum) = ([], 0)
  }

  /// Begins to add up again; in the prefix, from its start.
  public mutating func updated(_ report: UpdateReport) { (prefix, sum) = ([], 0) }

  /// Its registry line.
  public static let entry = Entry<any Trigger>(
    "cara", "updates by the model's staleness on the queries, with parameters fitted on a prefix",
    formula: """
      Ψ_t = rows served · mean loss of the labels that arrived last; fire if Ψ_t > τ; or Σ Ψ since the last \
      update > τ; or in steps a + kφ; τ, or a and φ, those that would have cost least in the first steps, \
      staleness and retraining-cost together
      """,
    source: "Mahadevan & Mathioudakis, Cost-aware retraining, Knowledge-Based Systems 293, 2024",
    cost: "Counting; the fit, once, O(fit³).",
    differences: """
      Labelled rows weigh the same for every query, not by their similarity to it. The prefix has one model; how \
      stale a retrained one would have been is inferred: as fresh as the first at its best, and growing stale as \
      it did.
      """,
    verified: [
      .closedForm("sums and thresholds by hand, with and without updates in between"),
      .definition("the fit against every parameter tried by brute force"),
    ],
    settings: [
      by.declaration, Score.metric.declaration, threshold.declaration, start.declaration,
      period.declaration, fit.declaration, price.declaration,
    ]
  ) { values, _ in
    let isPeriodic = values[by] == Variant.periodic.rawValue
    let foreign = isPeriodic ? [threshold.declaration] : [start.declaration, period.declaration]
    for setting in foreign where values[setting.name] != nil {
      throw SettingError(setting.name, "of no use by \(values[by]); allowed: by another one")
    }
    if values[start] != nil && values[period] == nil {
      throw SettingError(
        start.declaration.name, "a start without a period; allowed: with period, or fitted both")
    }
    return CaraTrigger(values)
  }
}
