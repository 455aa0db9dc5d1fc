internal import Core

/// What a run spent, added up in one pass over its ledger. The warm-up and the evaluation are apart.
struct Costs: Hashable, Sendable {
  /// FLOP of component `training`.
  private(set) var trainingFlops = 0
  /// FLOP of component `serving`.
  private(set) var servingFlops = 0
  /// Rows of component `training` that went through a training step, replayed ones each time.
  private(set) var rowsTrained = 0
  /// Bytes of component `training` that travelled between clients and a server.
  private(set) var bytesSent = 0

  /// The sums over a ledger.
  init(_ ledger: [LedgerEntry]) {
    for entry in ledger {
      switch (entry.component, entry.unit) {
      case (.training, .flop), (.search, .flop): trainingFlops += Int(entry.amount)
      case (.serving, .flop), (.servingOverhead, .flop): servingFlops += Int(entry.amount)
      case (.training, .rows): rowsTrained += Int(entry.amount)
      case (.training, .bytes): bytesSent += Int(entry.amount)
      default: break
      }
    }
  }
}
