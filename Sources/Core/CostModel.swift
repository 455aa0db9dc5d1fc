public import Training

/// Turns physical quantities into time, energy, carbon and money: a machine and a book of prices.
public protocol CostModel: Sendable {
  /// What an entry of the ledger costs.
  func cost(of entry: LedgerEntry) -> Cost
  /// Whether anything of a component has a price; one of which nothing was spent then costs 0.
  func hasPrice(of component: LedgerComponent) -> Bool
}

extension CostModel {
  /// What several entries cost together.
  public func cost(of entries: some Sequence<LedgerEntry>) -> Cost {
    entries.reduce(Cost()) { $0 + cost(of: $1) }
  }

  /// What an update that uses so much costs, the start of its job included.
  public func cost(ofUpdate usage: Usage, at point: LedgerPoint) -> Cost {
    let start = point.entry(.training, .updates, 1).map { [$0] } ?? []
    return cost(of: start + point.entries(.training, of: usage))
  }
}
