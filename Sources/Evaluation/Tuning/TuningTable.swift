public import Core

/// The policies of a search, a row each.
public enum TuningTable {
  /// The numbers of a policy by the names of their columns.
  static let measures: [(name: String, values: @Sendable (TunedPolicy) -> [Double?])] = [
    ("cost_in", { $0.tuning.map { $0?.cost } }), ("cost_out", { $0.test.map { $0?.cost } }),
    ("regret_in", { $0.tuning.map { $0?.regret } }),
    ("regret_out", { $0.test.map { $0?.regret } }),
    ("updates_in", { $0.tuning.map { $0?.updates } }),
    ("updates_out", { $0.test.map { $0?.updates } }), ("optimism", { $0.optimism }),
  ]

  /// Mean and 95 % interval over streams of every number of every policy.
  public static func table(of policies: [TunedPolicy]) -> Table {
    var table = Table(
      columns: ["policy", "family", "strategy", "trigger", "streams_in", "streams_out"]
        + measures.flatMap { measure in ["mean", "low", "high"].map { "\(measure.name)_\($0)" } })
    for policy in policies {
      table.append(
        [
          .text(policy.role), .text(policy.family), .text(policy.strategy), .text(policy.trigger),
          .integer(policy.tuning.count { $0 != nil }), .integer(policy.test.count { $0 != nil }),
        ]
          + measures.flatMap { measure in
            let statistics = SampleStatistics(measure.values(policy))
            return [
              statistics.mean, statistics.interval?.lowerBound, statistics.interval?.upperBound,
            ].map(Table.Cell.number)
          })
    }
    return table
  }
}
