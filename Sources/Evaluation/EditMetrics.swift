internal import Core

extension Metric {
  /// Metrics of updates as corrections of the rows that were answered wrong.
  static let edits = [
    Metric(
      "efficacy", "share of the rows answered wrong that are right at once after the update",
      formula:
        "Σ_u right_u / Σ_u requests_u over updates u, the requests being the rows an update is "
        + "given that the model before it answers wrong",
      source: edited, unit: "fraction", better: .higher
    ) { $0.corrections { ($0.effective, $0.requests) } },
    Metric(
      "generalization", "share of them that are right when asked for in other words",
      formula: "Σ_u right in other words_u / Σ_u requests_u, one new row about the subject of each "
        + "request",
      source: edited, unit: "fraction", better: .higher
    ) { $0.corrections { ($0.general, $0.requests) } },
    Metric(
      "locality", "share of held-out rows about other subjects whose answer an update leaves alone",
      formula:
        "Σ_u unchanged_u / Σ_u unrelated_u over updates with requests, the unrelated rows being "
        + "the concept's held-out ones about none of the requests' subjects",
      source: edited, unit: "fraction", better: .higher
    ) { $0.corrections { ($0.unchanged, $0.unrelated) } },
  ]

  private static let edited =
    "efficacy, paraphrase and neighbourhood scores, Meng et al. 2022 (ROME), of whole updates of any "
    + "strategy; needs `evaluate.edits`, and a stream whose rows have subjects"
}

extension RunScores {
  /// A share of counts summed over updates; `nil` where nothing was counted.
  fileprivate func corrections(_ counts: (EditRecord) -> (some: Int, all: Int)) -> Double? {
    guard control == nil else { return nil }
    let all = log.edits.reduce(0) { $0 + counts($1).all }
    return all > 0 ? Double(log.edits.reduce(0) { $0 + counts($1).some }) / Double(all) : nil
  }
}
