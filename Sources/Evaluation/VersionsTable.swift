public import Core

extension ResultTables {
  /// A row for every version of the model: its lineage, how it came to be, when it served, what the tests of its
  /// rollout found, and how long its rows had been under way, by part.
  public var versions: Table {
    var table = Table(
      columns: ScoredRun.columns + [
        "version", "parent", "action", "began", "rows", "flop", "ready", "serves_from",
        "serves_until", "fate", "reason", "rollout_rows", "live_rows", "difference", "p", "looks",
        "alpha_spent",
      ] + Self.parts.map { "\($0.name)_seconds" })
    for run in runs {
      for version in run.log.registry.versions {
        table.append(
          run.cells + Self.cells(version) + Self.cells(version.evidence) + Self.latencies(version))
      }
    }
    return table
  }

  private static func cells(_ version: VersionRecord) -> [Table.Cell] {
    let first = version.servings.first { $0.share > 0 }?.from
    return [
      .integer(version.version), integer(version.parent), .text(version.action),
      .integer(version.begun), .integer(version.rows), .integer(version.flops),
      integer(version.ready), integer(first), integer(first == nil ? nil : version.ended),
      .text(version.fate.rawValue), .text(version.reason),
    ]
  }

  private static func cells(_ evidence: RolloutEvidence?) -> [Table.Cell] {
    [
      integer(evidence?.candidateRows), integer(evidence?.liveRows),
      .number(evidence?.difference), .number(evidence?.p), integer(evidence?.looks),
      .number(evidence?.alphaSpent),
    ]
  }

  private static func integer(_ value: Int?) -> Table.Cell {
    value.map(Table.Cell.integer) ?? .number(nil)
  }

  private static func latencies(_ version: VersionRecord) -> [Table.Cell] {
    parts.map { part in
      .number(version.version == 0 ? nil : version.latency[keyPath: part.path])
    }
  }

  static let parts: [(name: String, path: any KeyPath<FeedbackLatency, Double> & Sendable)] = [
    ("label", \.label), ("detection", \.detection), ("queue", \.queue), ("review", \.review),
    ("training", \.training), ("validation", \.validation), ("rollout", \.rollout),
  ]
}
