internal import Core

extension JSON {
  /// A drift as it was described; what is undefined is `null`.
  init(_ diagnosis: Diagnosis) {
    self = .object([
      ("kind", .text(diagnosis.kind.rawValue)),
      ("kinds", .array(diagnosis.kinds.map { .text($0.rawValue) })),
      ("breadth", .number(diagnosis.breadth?.share)),
      ("breadth_low", .number(diagnosis.breadth?.low)),
      ("breadth_high", .number(diagnosis.breadth?.high)),
      ("slices", diagnosis.breadth.map { .integer($0.slices) } ?? .null),
      ("gradual", diagnosis.speed.map { .flag($0.isGradual) } ?? .null),
      ("onset", diagnosis.speed.map { .integer($0.onset) } ?? .null),
      ("width", diagnosis.speed.map { .integer($0.width) } ?? .null),
      ("seen_since", diagnosis.seenSince.map { .integer($0) } ?? .null),
      ("evidence", .array(diagnosis.evidence.map(JSON.init))),
    ])
  }

  private init(_ evidence: Diagnosis.Evidence) {
    self = .object([
      ("signal", .text(evidence.signal)), ("statistic", .number(evidence.statistic)),
      ("p", .number(evidence.p)), ("threshold", .number(evidence.threshold)),
      ("reference_rows", .integer(evidence.referenceRows)),
      ("current_rows", .integer(evidence.currentRows)),
    ])
  }
}
