internal import Core

extension Metric {
  /// What data validation missed, and what it kept out for nothing.
  static let quarantine = [
    Metric(
      "corrupted-rows-trained", "labelled rows broken upstream that training was given",
      formula: "Σ corrupted rows accepted + Σ corrupted rows released from quarantine",
      source: "the truth of a synthetic stream's `corruption`; empty without any",
      unit: "rows", better: .lower
    ) { scores in
      guard scores.control == nil, scores.log.quarantine.contains(where: { $0.corrupted > 0 })
      else { return nil }
      return scores.log.quarantine.reduce(0) {
        $0 + ($1.action == .quarantined ? 0 : Double($1.corrupted))
      }
    },
    Metric(
      "clean-rows-quarantined", "labelled rows that nothing broke but training was never given",
      formula: "Σ clean rows quarantined − Σ clean rows released",
      source: "the truth of a synthetic stream's `corruption`; empty if nothing was broken or "
        + "quarantined",
      unit: "rows", better: .lower
    ) { scores in
      guard scores.control == nil, !scores.log.quarantine.isEmpty else { return nil }
      return scores.log.quarantine.reduce(0) { sum, record in
        let clean = Double(record.rows - record.corrupted)
        switch record.action {
        case .accepted: return sum
        case .quarantined: return sum + clean
        case .released: return sum - clean
        }
      }
    },
  ]
}
