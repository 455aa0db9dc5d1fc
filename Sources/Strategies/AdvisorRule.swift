internal import Core

/// A line of the advisor's table: of which drifts it speaks, and what it advises.
struct AdvisorRule: Sendable {
  /// What stands in the record when it decides.
  let name: String
  /// The kind of drift; `nil` for any.
  var kind: DriftKind?
  /// The breadth it takes; a drift without one fits only 0…1.
  var breadth = 0.0...1.0
  /// Whether it must be gradual, or abrupt; `nil` for either.
  var isGradual: Bool?
  /// Whether it must have been seen before, or be new; `nil` for either.
  var isSeen: Bool?
  /// The fewest labelled rows since the last update.
  var leastRows = 0
  /// The strategy; `nil` to hold.
  let advice: String?
  let reason: String

  /// The table, first fitting line first.
  static let standard = [
    AdvisorRule(
      name: "data-quality", kind: .dataQuality, advice: nil,
      reason: "rows that something upstream has spoiled teach what will be wrong when it is mended"),
    AdvisorRule(
      name: "no-drift", kind: DriftKind.none, advice: "incremental",
      reason: "the new rows are more of the same: the cheapest step improves the fit"),
    AdvisorRule(
      name: "prior-shift", kind: .prior, advice: "head-only",
      reason: "p(x | y) stays, so features stay right and only the last layer has to move"),
    AdvisorRule(
      name: "covariate-shift", kind: .covariate, advice: "replay",
      reason: "p(y | x) stays, so old rows are still right and worth rehearsing"),
    AdvisorRule(
      name: "known-concept", kind: .concept, isSeen: true, advice: "full-retrain",
      reason: "the history holds rows of this regime"),
    AdvisorRule(
      name: "gradual-concept", kind: .concept, isGradual: true, advice: "incremental",
      reason: "it is still moving: a costly refit would soon be out of date"),
    AdvisorRule(
      name: "broad-concept", kind: .concept, breadth: 0.5...1, leastRows: 500,
      advice: "window-retrain", reason: "the history contradicts the present nearly everywhere"),
    AdvisorRule(
      name: "concept", kind: .concept, advice: "incremental",
      reason: "most of what the model knows is still right, or there are too few rows to start anew"
    ),
  ]

  /// Whether it speaks of a drift.
  func fits(_ diagnosis: Diagnosis?, newRows: Int) -> Bool {
    misfit(diagnosis, newRows: newRows) == nil
  }

  /// Why it does not speak of a drift; `nil` if it does.
  func misfit(_ diagnosis: Diagnosis?, newRows: Int) -> String? {
    let found = diagnosis?.kind ?? .none
    if let kind, kind != found {
      return "the drift is \(found.rawValue), not \(kind.rawValue)"
    }
    guard newRows >= leastRows else { return "\(newRows) new rows, fewer than \(leastRows)" }
    if let isSeen, isSeen != (diagnosis?.seenSince != nil) {
      return isSeen ? "it was not seen before" : "it was seen before"
    }
    if let isGradual, isGradual != diagnosis?.speed?.isGradual {
      return isGradual ? "it is not gradual" : "it is not abrupt"
    }
    let isWithin = diagnosis?.breadth.map { breadth.contains($0.share) } ?? (breadth == 0...1)
    return breadth == 0...1 || isWithin ? nil : "it is not so broad"
  }
}

extension AdvisorRule {
  static let hold = "hold"
  private static let any = "any"

  static let kind = Setting.choice(
    "kind", of: [any] + DriftKind.allCases.map(\.rawValue), default: any, "of drift")
  static let breadthFrom = Setting.number(
    "breadth-from", in: .closed(0, 1), default: 0, "least breadth")
  static let breadthTo = Setting.number(
    "breadth-to", in: .closed(0, 1), default: 1, "greatest breadth")
  static let speed = Setting.choice(
    "speed", of: [any, "abrupt", "gradual"], default: any, "how fast it came")
  static let seen = Setting.choice(
    "seen", of: [any, "new", "before"], default: any, "whether it was seen before")
  static let newRows = Setting.integer(
    "new-rows", in: .closed(0, 1e9), default: 0, "least labelled rows since the last update")
  static let advise = SettingDeclaration(
    "then", .either([.choice([hold]), .component(.strategy)]), default: .text(hold),
    "the strategy that updates, or hold")
  static let settings = [
    kind.declaration, breadthFrom.declaration, breadthTo.declaration, speed.declaration,
    seen.declaration, newRows.declaration, advise,
  ]

  /// A rule of a scenario; its name is its place in the list.
  init(_ values: SettingValues, place: Int, advice: String?) throws(SettingError) {
    let (low, high) = (values[Self.breadthFrom], values[Self.breadthTo])
    guard low <= high else {
      throw SettingError("rules", "breadth from \(low) to \(high); allowed: from below to")
    }
    name = "rule-\(place + 1)"
    kind = DriftKind(rawValue: values[Self.kind])
    breadth = low...high
    isGradual = values[Self.speed] == Self.any ? nil : values[Self.speed] == "gradual"
    isSeen = values[Self.seen] == Self.any ? nil : values[Self.seen] == "before"
    leastRows = values[Self.newRows]
    (self.advice, reason) = (advice, "the scenario says so")
  }
}
