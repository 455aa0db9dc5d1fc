internal import Core

/// What a run spent, added up in one pass over its ledger. The warm-up and the evaluation are apart.
struct Costs: Hashable, Sendable {
  /// FLOP of components `training` and `search`.
  private(set) var trainingFlops = 0
  /// FLOP of components `serving` and `serving-overhead`.
  private(set) var servingFlops = 0
  /// Rows of component `training` that went through a training step, replayed ones each time.
  private(set) var rowsTrained = 0
  /// Bytes of component `training` that travelled between clients and a server.
  private(set) var bytesSent = 0
  /// What each component cost; empty without a cost model.
  private var costs: [LedgerComponent: Cost] = [:]

  /// The sums over a ledger, with a cost model also in time, energy, carbon and money.
  init(_ ledger: [LedgerEntry], _ model: (any CostModel)? = nil) {
    if let model {
      for component in LedgerComponent.allCases {
        costs[component] = Self.nothing(component, model)
      }
    }
    for entry in ledger {
      add(entry)
      if let model {
        costs[entry.component, default: Cost()] = cost(of: entry.component) + model.cost(of: entry)
      }
    }
  }

  private mutating func add(_ entry: LedgerEntry) {
    switch (entry.component, entry.unit) {
    case (.training, .flop), (.search, .flop): trainingFlops += Int(entry.amount)
    case (.serving, .flop), (.servingOverhead, .flop): servingFlops += Int(entry.amount)
    case (.training, .rows): rowsTrained += Int(entry.amount)
    case (.training, .bytes): bytesSent += Int(entry.amount)
    default: break
    }
  }

  /// Nothing spent: no time on a machine, and no money where there is a price.
  private static func nothing(_ component: LedgerComponent, _ model: any CostModel) -> Cost {
    var cost = Cost()
    let none = LedgerEntry(
      step: 0, version: 0, component: component, quantity: LedgerQuantity.forward.rawValue,
      unit: .flop, amount: 0)
    let idle = model.cost(of: none)
    (cost.seconds, cost.kilowattHours, cost.grams) = (idle.seconds, idle.kilowattHours, idle.grams)
    cost.money = model.hasPrice(of: component) ? .known(0) : .none
    return cost
  }

  /// What a component cost.
  func cost(of component: LedgerComponent) -> Cost { costs[component] ?? Cost() }

  /// What a strategy cost: every component that is charged.
  var total: Cost {
    LedgerComponent.allCases.filter(\.isCharged).reduce(Cost()) { $0 + cost(of: $1) }
  }
}
