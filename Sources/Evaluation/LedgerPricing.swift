public import Core

/// The cost model of a scenario: a machine, a book of prices, and how long a step takes.
///
/// FLOP take time on the machine, time takes energy, energy emits carbon; without a machine all three are
/// unknown. An entry's money is the price of its quantity (FLOP: of their time or energy) plus the price of its
/// carbon. What is priced but cannot be known, such as the time of FLOP on no machine, is unknown, and so is
/// every sum with it; what the book leaves out is no part of the money.
public struct LedgerPricing: CostModel, Hashable {
  /// The machine; `nil` if none is given.
  public let hardware: HardwareProfile?
  /// The prices; `nil` if none are given.
  public let prices: PriceBook?
  /// How long a step takes, in simulated seconds.
  public let stepSeconds: Double

  /// A machine, a book of prices, and the length of a step.
  public init(hardware: HardwareProfile?, prices: PriceBook?, stepSeconds: Double) {
    (self.hardware, self.prices, self.stepSeconds) = (hardware, prices, stepSeconds)
  }

  /// What an entry costs.
  public func cost(of entry: LedgerEntry) -> Cost {
    var cost = physicalCost(of: entry)
    if let prices {
      cost.money = price(of: entry, cost, prices) + carbonPrice(cost.grams, prices)
    }
    return cost
  }

  /// Time, energy and carbon; none of what no machine does.
  private func physicalCost(of entry: LedgerEntry) -> Cost {
    var cost = Cost()
    guard entry.unit == .flop || entry.unit == .updates else { return cost }
    (cost.seconds, cost.kilowattHours, cost.grams) = (.unknown, .unknown, .unknown)
    guard let hardware, let time = time(of: entry, on: hardware) else { return cost }
    cost.seconds = .known(time.value)
    guard let energy = hardware.energy(time) else { return cost }
    cost.kilowattHours = .known(energy.value)
    let end = Double(entry.step + 1) * stepSeconds
    let start = end - Double(entry.steps) * stepSeconds
    cost.grams = .known(energy.value * hardware.grid.mean(from: start, to: end))
    return cost
  }

  private func time(of entry: LedgerEntry, on hardware: HardwareProfile) -> Amount<Seconds>? {
    if let work = entry.amount(in: Flop.self) { return hardware.time(work) }
    return entry.amount(in: Updates.self).map { Amount($0.value * hardware.startUp) }
  }

  /// The price of the quantity itself.
  private func price(of entry: LedgerEntry, _ cost: Cost, _ book: PriceBook) -> Charge {
    switch entry.unit {
    case .flop, .updates:
      // The price of a query has the plain network's work in it.
      entry.component == .serving && book.query != nil ? .none : computePrice(cost, book)
    case .rows:
      entry.component == .dataPreparation ? charge(book.row, entry.amount(in: Rows.self)) : .none
    case .bytes: bytesPrice(entry, book)
    case .byteSteps:
      charge(
        book.storage,
        entry.amount(in: ByteSteps.self)?.gigabyteMonths(stepSeconds: stepSeconds))
    case .labels: charge(book.label, entry.amount(in: Labels.self))
    case .minutes: charge(book.review, entry.amount(in: Minutes.self))
    case .deployments: charge(book.deployment, entry.amount(in: Deployments.self))
    case .rollbacks: charge(book.rollback, entry.amount(in: Rollbacks.self))
    case .queries: charge(book.query, entry.amount(in: Queries.self))
    case .errors:
      charge(
        entry.component == .forgetting
          ? book.forgetting : book.error?.price(of: entry.quantity),
        entry.amount(in: Errors.self))
    }
  }

  private func computePrice(_ cost: Cost, _ book: PriceBook) -> Charge {
    switch book.compute {
    case nil: .none
    case .time(let price): charge(price, cost.seconds)
    case .energy(let price): charge(price, cost.kilowattHours)
    }
  }

  private func carbonPrice(_ grams: Charge, _ book: PriceBook) -> Charge {
    guard let price = book.carbon else { return .none }
    return switch grams {
    case .none: .none
    case .unknown: .unknown
    case .known(let grams): .known((price * Amount<CarbonGrams>(grams).tonnes).value)
    }
  }

  /// Bytes prepared, or sent; what is held at the end was held over time, and is priced as that.
  private func bytesPrice(_ entry: LedgerEntry, _ book: PriceBook) -> Charge {
    guard entry.quantity != LedgerQuantity.state.rawValue else { return .none }
    let price = entry.component == .dataPreparation ? book.preparedGigabyte : book.network
    return charge(price, entry.amount(in: Bytes.self)?.gigabytes)
  }

  private func charge<Unit>(_ price: Price<Unit>?, _ amount: Amount<Unit>?) -> Charge {
    guard let price, let amount else { return .none }
    return .known((price * amount).value)
  }

  private func charge<Unit>(_ price: Price<Unit>, _ amount: Charge) -> Charge {
    switch amount {
    case .none: .none
    case .unknown: .unknown
    case .known(let value): charge(price, Amount(value))
    }
  }

  /// Whether a line of the book is about a component.
  public func hasPrice(of component: LedgerComponent) -> Bool {
    guard let book = prices else { return false }
    let hasCompute = book.compute != nil || book.carbon != nil
    return switch component {
    case .warmUp: hasCompute || book.label != nil
    case .dataPreparation: book.row != nil || book.preparedGigabyte != nil
    case .labels: book.label != nil
    case .training: hasCompute || book.network != nil
    case .search, .validation, .shadowServing, .servingOverhead, .monitoring, .evaluation:
      hasCompute
    case .review: book.review != nil
    case .deployment: book.deployment != nil || book.network != nil
    case .serving: hasCompute || book.query != nil
    case .storage: book.storage != nil
    case .errors: book.error != nil
    case .forgetting: book.forgetting != nil
    case .rollback: book.rollback != nil
    }
  }
}
