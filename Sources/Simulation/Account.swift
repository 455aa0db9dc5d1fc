internal import Core
internal import Training

/// What a run has spent and not yet written into its ledger.
struct Account {
  /// The meter of the version that serves now.
  var serving = Usage()
  /// The meter of examinations.
  var evaluating = Usage()
  /// What the trainer had used when it was last charged.
  private var charged = Usage()

  /// Writes down, and returns, what a trainer has used since it was last charged.
  mutating func charge(_ component: LedgerComponent, _ used: Usage, at point: LedgerPoint) -> (
    usage: Usage, entries: [LedgerEntry]
  ) {
    let usage = used - charged
    charged = used
    return (usage, point.entries(component, of: usage))
  }

  /// Ends the account of the version that served until now.
  mutating func closeVersion(at point: LedgerPoint) -> LedgerEntry? {
    defer { serving = Usage() }
    return point.entry(.serving, .forward, serving.serving)
  }
}
