import Core
import Store

/// The runs of a folder, read back with nothing in their logs but the ledger.
enum StoredRuns {
  /// The runs of a table, each with its entries of another. Throws ``InputError`` for what is damaged.
  static func results(
    _ runs: StoredTable, _ ledger: StoredTable
  ) throws(InputError) -> [RunResult] {
    try results(runs, ledger, try StoredLedger(ledger).entries)
  }

  /// The same for entries that were read already.
  static func results(
    _ runs: StoredTable, _ ledger: StoredTable,
    _ entries: [(run: StoredLedger.Run, entry: LedgerEntry)]
  ) throws(InputError) -> [RunResult] {
    var logs = Dictionary(grouping: entries, by: \.run).mapValues { $0.map(\.entry) }
    var results: [RunResult] = []
    for (run, outcome) in try outcomes(runs) {
      var log = RunLog(
        concepts: [], segments: [], classCount: 0, batch: 1, untrainedAccuracy: [])
      for entry in logs.removeValue(forKey: run) ?? [] { log.record(entry) }
      log.outcome = outcome
      results.append(
        RunResult(
          strategy: run.strategy, trigger: run.trigger, seed: run.seed, log: log, wallSeconds: 0))
    }
    if let stray = entries.firstIndex(where: { logs[$0.run] != nil }) {
      throw InputError(
        file: ledger.file, line: stray + 2, key: "strategy",
        "\(entries[stray].run.strategy) with this trigger and seed is no run; allowed: those of "
          + runs.file)
    }
    return results
  }

  private static func outcomes(
    _ runs: StoredTable
  ) throws(InputError) -> [(run: StoredLedger.Run, outcome: RunOutcome)] {
    // Only whether a run completed matters for what it is compared with.
    let outcomes = try runs.values("outcome").map {
      $0 == "completed" ? RunOutcome.completed : .diverged(step: 0)
    }
    return zip(try names(runs), outcomes).map { ($0, $1) }
  }

  /// Whose row each of a table is. Throws ``InputError`` for what is damaged.
  static func names(_ runs: StoredTable) throws(InputError) -> [StoredLedger.Run] {
    let (strategies, triggers) = (try runs.values("strategy"), try runs.values("trigger"))
    var found: [StoredLedger.Run] = []
    for (i, text) in try runs.values("seed").enumerated() {
      guard let seed = Int(text) else {
        throw InputError(
          file: runs.file, line: i + 2, key: "seed", "\(text) is wrong; allowed: a whole number")
      }
      found.append(.init(strategy: strategies[i], trigger: triggers[i], seed: seed))
    }
    return found
  }
}
