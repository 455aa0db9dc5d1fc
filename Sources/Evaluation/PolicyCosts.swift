public import Core

/// A strategy under a trigger, by their labels.
public struct Policy: Hashable, Sendable, CustomStringConvertible {
  /// The strategy's label.
  public let strategy: String
  /// The trigger's label; `–` for strategies that ignore triggers.
  public let trigger: String

  /// A strategy under a trigger.
  public init(strategy: String, trigger: String) {
    (self.strategy, self.trigger) = (strategy, trigger)
  }

  /// Both labels, or the strategy's where triggers are ignored.
  public var description: String {
    trigger == Control.trigger ? strategy : "\(strategy), \(trigger)"
  }
}

/// What a policy costs as a function of two prices.
public struct PricedPolicy: Hashable, Sendable {
  /// The policy.
  public let policy: Policy
  /// Of each seed.
  public let bySeed: [Int: LinearCost]
  /// The mean over its seeds.
  public let mean: LinearCost

  /// The costs of at least one seed.
  public init(_ policy: Policy, _ bySeed: [Int: LinearCost]) {
    precondition(!bySeed.isEmpty, "a policy without a run")
    (self.policy, self.bySeed) = (policy, bySeed)
    // In the order of the seeds, so that equal costs have equal means.
    let costs = bySeed.sorted { $0.key < $1.key }.map(\.value)
    func mean(_ part: (LinearCost) -> Double) -> Double {
      costs.reduce(0) { $0 + part($1) } / Double(costs.count)
    }
    self.mean = LinearCost(
      fixed: mean(\.fixed), first: mean(\.first), second: mean(\.second))
  }

  /// What another one costs more at two prices, a seed that both have each.
  func lead(over other: PricedPolicy, _ x: Double, _ y: Double) -> [Double] {
    bySeed.sorted { $0.key < $1.key }.compactMap { seed, cost in
      other.bySeed[seed].map { $0.at(x, y) - cost.at(x, y) }
    }
  }
}

/// The policies of a run by what they cost, as functions of two prices of a book whose other lines stand.
///
/// The money of a ledger is linear in each price, with no product of two: the coefficient of one is the money at a
/// price of 1 with all others at 0, and the rest that at 0 with all others as they are.
public struct PolicyCosts: Sendable {
  /// Those whose cost is known, in the order of the runs; of several with the same costs the first.
  public private(set) var policies: [PricedPolicy] = []
  /// Those that cost the same in every run, and the one they stand behind.
  public private(set) var twins: [(policy: Policy, of: Policy)] = []
  /// Those with a run that diverged: it saw fewer rows than others.
  public private(set) var diverged: [Policy] = []
  /// Those with a charge that nobody can know, or out of all proportion (above 1e100).
  public private(set) var unknown: [Policy] = []

  /// Prices the runs of a comparison, in their order.
  public init(_ results: [RunResult], _ pricing: LedgerPricing, _ x: PriceLine, _ y: PriceLine) {
    let pricings = UnitPricings(pricing, x, y)
    var order: [Policy] = []
    let runs = Dictionary(grouping: results) { run in
      Policy(strategy: run.strategy, trigger: run.trigger)
    }
    for run in results {
      let policy = Policy(strategy: run.strategy, trigger: run.trigger)
      if order.last != policy, !order.contains(policy) { order.append(policy) }
    }
    for policy in order { add(policy, runs[policy] ?? [], pricings) }
  }

  private mutating func add(_ policy: Policy, _ runs: [RunResult], _ pricings: UnitPricings) {
    guard runs.allSatisfy({ $0.log.outcome == .completed }) else { return diverged.append(policy) }
    var bySeed: [Int: LinearCost] = [:]
    for run in runs {
      guard let cost = pricings.cost(of: run.log.ledger) else { return unknown.append(policy) }
      bySeed[run.seed] = cost
    }
    if let twin = policies.first(where: { $0.bySeed == bySeed }) {
      twins.append((policy, twin.policy))
    } else {
      policies.append(PricedPolicy(policy, bySeed))
    }
  }
}

/// Three ways to price a ledger that tell the coefficients of two prices.
private struct UnitPricings {
  private let fixed: LedgerPricing
  private let first: LedgerPricing
  private let second: LedgerPricing

  init(_ pricing: LedgerPricing, _ x: PriceLine, _ y: PriceLine) {
    func model(_ book: PriceBook, _ first: Double, _ second: Double) -> LedgerPricing {
      LedgerPricing(
        hardware: pricing.hardware, prices: y.book(x.book(book, at: first), at: second),
        stepSeconds: pricing.stepSeconds)
    }
    let book = pricing.prices ?? PriceBook()
    fixed = model(book, 0, 0)
    first = model(book.free, 1, 0)
    second = model(book.free, 0, 1)
  }

  /// More money than this, or of a unit at a price of 1, is taken for unknown: it leaves no room for squares.
  private static let most = 1e100

  /// `nil` if something in it that has a price is unknown, whatever the price.
  func cost(of ledger: [LedgerEntry]) -> LinearCost? {
    func money(_ model: LedgerPricing) -> Double? {
      Costs(ledger, model).total.money.value.flatMap { $0 <= Self.most ? $0 : nil }
    }
    guard let fixed = money(fixed), let first = money(first), let second = money(second)
    else { return nil }
    return LinearCost(fixed: fixed, first: first, second: second)
  }
}
