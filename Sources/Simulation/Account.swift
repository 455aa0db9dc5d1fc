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
  mutating func charge(_ component: String, _ used: Usage, at point: LedgerPoint) -> (
    usage: Usage, entries: [LedgerEntry]
  ) {
    let usage = used - charged
    charged = used
    let flops = usage.trainingParts.compactMap { point.entry(component, $0.name, "flop", $0.flops) }
    let rest = [
      point.entry(component, "rows", "rows", usage.rowsTrained),
      point.entry(component, "sent", "bytes", usage.bytesSent),
    ]
    return (usage, flops + rest.compactMap { $0 })
  }

  /// Ends the account of the version that served until now.
  mutating func closeVersion(at point: LedgerPoint) -> LedgerEntry? {
    defer { serving = Usage() }
    return point.entry("serving", "forward", "flop", serving.serving)
  }
}

/// When, and on which version of the model, something was spent.
struct LedgerPoint {
  let step: Int
  let version: Int

  /// An entry of the ledger; `nil` if nothing was spent.
  func entry(
    _ component: String, _ quantity: String, _ unit: String, _ amount: Int
  ) -> LedgerEntry? {
    guard amount != 0 else { return nil }
    return LedgerEntry(
      step: step, version: version, component: component, quantity: quantity, unit: unit,
      amount: amount)
  }
}
