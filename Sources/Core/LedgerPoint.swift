public import Training

/// When, and on which version of the model, something was spent; makes entries of the ledger.
public struct LedgerPoint: Hashable, Sendable {
  /// At the end of this step; −1 is the warm-up.
  public let step: Int
  /// How many steps ended then.
  public let steps: Int
  /// The version of the model.
  public let version: Int

  /// A step, or the last of several, and the version it was about.
  public init(step: Int, steps: Int = 1, version: Int) {
    (self.step, self.steps, self.version) = (step, steps, version)
  }

  /// An entry of the ledger; `nil` if nothing was spent.
  public func entry(
    _ component: LedgerComponent, _ quantity: LedgerQuantity, _ amount: Double,
    basis: LedgerEntry.Basis = .measured
  ) -> LedgerEntry? {
    entry(component, quantity.rawValue, quantity.unit, amount, basis)
  }

  /// An entry of a count.
  public func entry(
    _ component: LedgerComponent, _ quantity: LedgerQuantity, _ count: Int,
    basis: LedgerEntry.Basis = .measured
  ) -> LedgerEntry? {
    entry(component, quantity, Double(count), basis: basis)
  }

  /// Rows of one class for which another one was answered.
  public func errors(label: String, prediction: String, count: Int) -> LedgerEntry? {
    let cell = LedgerEntry.confusion(label: label, prediction: prediction)
    return entry(.errors, cell, .errors, Double(count), .measured)
  }

  /// The entries of what a trainer used, serving left out: FLOP by what for, rows, and bytes sent. What
  /// candidates of a search took is of the component `search`.
  public func entries(
    _ component: LedgerComponent, of usage: Usage, basis: LedgerEntry.Basis = .measured
  ) -> [LedgerEntry] {
    let parts = usage.trainingParts.map { part in
      entry(
        part.name == LedgerQuantity.candidates.rawValue ? .search : component, part.name, .flop,
        Double(part.flops), basis)
    }
    let rest = [
      entry(component, .rows, usage.rowsTrained, basis: basis),
      entry(component, .sent, usage.bytesSent, basis: basis),
    ]
    return (parts + rest).compactMap(\.self)
  }

  private func entry(
    _ component: LedgerComponent, _ quantity: String, _ unit: LedgerUnit, _ amount: Double,
    _ basis: LedgerEntry.Basis
  ) -> LedgerEntry? {
    guard amount != 0 else { return nil }
    return LedgerEntry(
      step: step, steps: steps, version: version, component: component, quantity: quantity,
      unit: unit, amount: amount, basis: basis)
  }
}
