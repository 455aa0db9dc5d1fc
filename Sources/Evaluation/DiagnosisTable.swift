public import Core

extension ResultTables {
  /// Steps after a transition within which a description is about it.
  public static let diagnosisWindow = 20

  /// Whether any run had drifts described.
  public var hasDiagnoses: Bool { runs.contains { !$0.log.diagnoses.isEmpty } }

  /// A row a description: what was said, and what is true.
  public var diagnosis: Table {
    var table = Table(
      columns: ScoredRun.columns + [
        "step", "action", "kind", "kinds", "breadth", "breadth_low", "breadth_high", "slices",
        "gradual", "onset", "width", "seen_since", "verdict", "drift", "true_kind", "true_breadth",
        "true_start", "true_end", "true_seen_since", "true_seen_until",
      ])
    for run in runs {
      let verdicts = run.log.diagnosisVerdicts(window: Self.diagnosisWindow)
      for (i, record) in run.log.diagnoses.enumerated() {
        table.append(
          run.cells + said(record) + truth(verdicts?[i], run.log))
      }
    }
    return table
  }

  private func said(_ record: DiagnosisRecord) -> [Table.Cell] {
    let diagnosis = record.diagnosis
    func whole(_ value: Int?) -> Table.Cell { value.map(Table.Cell.integer) ?? .number(nil) }
    return [
      .integer(diagnosis.step), .text(record.action), .text(diagnosis.kind.rawValue),
      .text(diagnosis.kinds.map(\.rawValue).joined(separator: " ")),
      .number(diagnosis.breadth?.share), .number(diagnosis.breadth?.low),
      .number(diagnosis.breadth?.high), whole(diagnosis.breadth?.slices),
      whole(diagnosis.speed.map { $0.isGradual ? 1 : 0 }), whole(diagnosis.speed?.onset),
      whole(diagnosis.speed?.width), whole(diagnosis.seenSince),
    ]
  }

  /// In steps; the kind is `unknown` where it is, and `none` outside the windows of drifts.
  private func truth(_ verdict: DiagnosisVerdict?, _ log: RunLog) -> [Table.Cell] {
    guard let verdict else {
      return [.text("unknown"), .number(nil), .text("unknown")]
        + Array(repeating: .number(nil), count: 5)
    }
    guard let drift = verdict.drift, let truths = log.truths else {
      return [.text(verdict.role.rawValue), .number(nil), .text(DriftKind.none.rawValue)]
        + Array(repeating: .number(nil), count: 5)
    }
    let truth = truths[drift]
    func step(_ row: Int?) -> Table.Cell {
      row.map { .integer($0 / log.batch) } ?? .number(nil)
    }
    return [
      .text(verdict.role.rawValue), .integer(drift), .text(truth.kind?.rawValue ?? "unknown"),
      .number(truth.breadth), step(truth.start), step(truth.end), step(truth.earlier?.lowerBound),
      step(truth.earlier?.upperBound),
    ]
  }
}
