internal import Core
internal import Foundation

/// A decision record as a JSON object; what is undefined is `null`.
extension JSON {
  /// Whose decision it is, and what came of it.
  static func whose(
    _ record: DecisionRecord, of run: RunResult, scenario: String
  ) -> [(name: String, value: JSON)] {
    [
      ("run", .text(scenario)), ("strategy", .text(run.strategy)), ("trigger", .text(run.trigger)),
      ("seed", .integer(run.seed)), ("step", .integer(record.step)),
      ("action", .text(record.action)), ("result", .text(record.result.rawValue)),
      ("rule", .text(DecisionRule.words(record.decision))),
    ]
  }

  /// What it rests on.
  static func why(_ record: DecisionRecord) -> [(name: String, value: JSON)] {
    let decision = record.decision
    return [
      ("window", JSON(record.window)), ("known", JSON(record)),
      ("signals", .array(decision.leaves.map(JSON.init))),
      ("guards", .array(decision.guards.map(JSON.init))),
      ("guard", decision.heldBy.map(JSON.text) ?? .null),
      ("forecast", decision.forecast.map(JSON.init) ?? .null),
      ("review", decision.review.map(JSON.init) ?? .null),
      ("preparation", decision.preparation.map { .text($0.words) } ?? .null),
      ("alternatives", .array(DecisionRule.alternatives(record).map(JSON.init))),
      ("flip", FlipPoint(decision).map { JSON($0, of: decision) } ?? .null),
    ]
  }

  /// Fingerprints of what it was made from.
  static func prints(
    _ record: DecisionRecord, settings: UInt64
  ) -> [(name: String, value: JSON)] {
    [("inputs", record.inputs.map(hexadecimal) ?? .null), ("settings", hexadecimal(settings))]
  }

  private static func hexadecimal(_ number: UInt64) -> JSON {
    let digits = String(number, radix: 16)
    return .text(String(repeating: "0", count: 16 - digits.count) + digits)
  }

  private static func integer(_ number: Int?) -> JSON { number.map { .integer($0) } ?? .null }

  private init(_ window: NewRows) {
    self = .object([
      ("rows", .integer(window.count)), ("first", .integer(window.first)),
      ("last", .integer(window.last)),
    ])
  }

  private init(_ record: DecisionRecord) {
    let (known, budget) = (record.known, record.decision.budget)
    self = .object([
      ("labels_through", .integer(known.labelsThrough)), ("model_age", .integer(known.modelAge)),
      ("version", .integer(known.version)), ("pending", .integer(known.pending)),
      ("budget_left", .number(budget.map { $0.limit - $0.value })),
    ])
  }

  private init(_ leaf: Decision) {
    self = .object([
      ("signal", .text(leaf.signal)), ("value", .number(leaf.value)),
      ("threshold", .number(leaf.threshold)), ("relation", .text(leaf.relation.rawValue)),
      ("margin", .number(leaf.margin)), ("setting", leaf.setting.map(JSON.text) ?? .null),
      ("p", .number(leaf.p)), ("samples", .array(leaf.samples.map { .integer($0) })),
      ("fires", .flag(leaf.fires)), ("guard", leaf.heldBy.map(JSON.text) ?? .null),
    ])
  }

  private init(_ state: Decision.GuardState) {
    self = .object([
      ("guard", .text(state.name)), ("value", .number(state.value)),
      ("limit", .number(state.limit)), ("relation", .text(state.relation.rawValue)),
      ("holds", .flag(state.holds)),
    ])
  }

  private init(_ forecast: Decision.Forecast) {
    self = .object([
      ("benefit", .number(forecast.benefit)), ("cost", .number(forecast.cost)),
      ("unit", .text(forecast.unit)),
    ])
  }

  private init(_ review: Decision.Review) {
    self = .object([
      ("minutes", .number(review.minutes)), ("reject_rate", .number(review.rejectRate)),
    ])
  }

  private init(_ alternative: DecisionRecord.Alternative) {
    self = .object([
      ("action", .text(alternative.action)), ("rejected", .text(alternative.rejected)),
    ])
  }

  private init(_ flip: FlipPoint, of decision: Decision) {
    self = .object([
      ("to", .text(decision.fires ? "hold" : "fire")),
      ("changes", .array(flip.changes.map(JSON.init))),
      ("or", flip.alternative.map(JSON.init) ?? .null),
    ])
  }

  private init(_ change: FlipPoint.Change) {
    self = .object([
      ("signal", .text(change.signal)), ("setting", .text(change.setting)),
      ("guard", .flag(change.isGuard)), ("threshold", .number(change.threshold)),
      ("side", .text(change.isAbove ? "above" : "below")), ("bound", .number(change.bound)),
      ("included", .flag(change.isIncluded)),
    ])
  }

  /// What a decision turned out to be worth.
  init(_ outcome: RealizedOutcome) {
    self = .object([
      ("strategy", .text(outcome.strategy)), ("trigger", .text(outcome.trigger)),
      ("seed", .integer(outcome.seed)), ("step", .integer(outcome.step)),
      ("verdict", .text(outcome.verdict.rawValue)), ("saved", .number(outcome.saved)),
      ("unit", .text(outcome.unit)), ("nearest_optimal", .integer(outcome.nearestOptimal)),
    ])
  }
}

extension Decision {
  /// The decisions at the ends of a combination; itself where it combines nothing.
  var leaves: [Decision] { members.isEmpty ? [self] : members.flatMap(\.leaves) }

  fileprivate var margin: Double? {
    guard let value, let threshold else { return nil }
    return value - threshold
  }

  /// The guard of money or means, its own or a member's, that was asked.
  fileprivate var budget: GuardState? {
    guards.first { $0.name.hasPrefix("budget") } ?? members.lazy.compactMap(\.budget).first
  }
}

extension Decision.Preparation {
  fileprivate var words: String {
    switch self {
    case .begin: "begin"
    case .giveUp: "give-up"
    }
  }
}
