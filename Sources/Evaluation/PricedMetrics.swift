public import Core

extension Metric {
  /// What a run cost in time, energy, carbon and money; defined where the scenario has a machine and prices. They
  /// are the last metrics of every table, so that a finished run can be priced again.
  static let priced =
    [
      Metric(
        "training-seconds", "simulated seconds that updates took",
        formula:
          "Σ of components training and search, FLOP / (peak · utilization), and start-up once "
          + "for every update",
        source: "the ledger and the machine of hardware", unit: "seconds", better: .lower
      ) { $0.costs.flatMap { ($0.cost(of: .training) + $0.cost(of: .search)).seconds.value } },
      Metric(
        "energy-kwh", "electrical energy of updates and predictions",
        formula: "Σ of seconds · watts / 3.6e6 · pue; warm-up and evaluation apart",
        source: "the ledger and the machine of hardware", unit: "kWh", better: .lower
      ) { $0.costs?.total.kilowattHours.value },
      Metric(
        "carbon-g", "carbon of that energy, in grams of CO₂ equivalent",
        formula: "Σ of kWh · grid intensity",
        source: "the ledger and the grid of hardware; intensities as in codecarbon, 2023",
        unit: "grams", better: .lower
      ) { $0.costs?.total.grams.value },
      Metric(
        "money", "what it all cost, J: the sum of the lines of the price book",
        formula:
          "Σ of the components with a price; warm-up and evaluation apart; undefined where a "
          + "priced quantity is unknown",
        source: "the ledger and the prices", unit: "money", better: .lower
      ) { $0.costs?.total.money.value },
    ] + LedgerComponent.allCases.filter(\.isCharged).map(money)

  /// The money of a component.
  private static func money(_ component: LedgerComponent) -> Metric {
    Metric(
      "money-\(component.rawValue)", "the part of money of component \(component.rawValue)",
      formula: "Σ over the component of amount · price, and of grams · price of carbon",
      source: "the ledger and the prices", unit: "money", better: .lower
    ) { $0.costs?.cost(of: component).money.value }
  }

  /// Whether its value depends on a machine or on prices.
  var isPriced: Bool { Metric.priced.contains { $0.name == name } }
}

extension Scenario {
  /// What its ledgers cost: in time and carbon where it has a machine, in money where it has prices; `nil`
  /// without either.
  public var pricing: (any CostModel)? {
    if let costModel { return costModel }
    guard let hardware else { return nil }
    return LedgerPricing(hardware: hardware, prices: nil, stepSeconds: stepSeconds)
  }
}
