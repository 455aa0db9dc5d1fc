internal import Core

extension Metric {
  /// What became of versions, and how long the way from a row to the model that learned from it was.
  static let versions = [
    count(
      "rejected", "candidates that a gate turned away, or whose training diverged before one",
      .rejected),
    count(
      "rolled-back", "candidates that served or shadowed before the old model was put back",
      .rolledBack),
    count("cancelled", "candidates given up before they were judged", .cancelled),
    Metric(
      "feedback-seconds", "how long it takes until what a row teaches serves",
      formula:
        "mean over versions that came to serve alone of label delay + detection + queue + review "
        + "+ training + validation + rollout, each a mean over the version's new rows (versions.csv)",
      source: "feedback loop latency; simulated seconds, of a machine only with `hardware`",
      unit: "s", better: .lower
    ) { scores in
      let served = scores.log.registry.versions.dropFirst().filter {
        $0.fate == .live || $0.fate == .replaced
      }
      guard !served.isEmpty else { return nil }
      return served.reduce(0) { $0 + $1.latency.total } / Double(served.count)
    },
  ]

  private static func count(
    _ name: String, _ summary: String, _ fate: VersionRecord.Fate
  ) -> Metric {
    Metric(
      name, summary, formula: "versions whose fate is \(fate.rawValue)",
      source: "the registry of versions", unit: "versions", better: .lower
    ) { scores in
      let versions = scores.log.registry.versions
      // Without a second version nothing could become of any.
      guard versions.count > 1 else { return nil }
      return Double(versions.count { $0.fate == fate })
    }
  }
}
