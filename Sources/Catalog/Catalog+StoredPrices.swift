public import Core
public import Evaluation
import Numerics

extension Catalog {
  /// The prices of a scenario as a manifest keeps it; `nil` if it has none. Throws ``InputErrors`` where they stand
  /// in a file of their own, which a manifest does not keep.
  public func prices(ofScenario text: String, file: String) throws(InputErrors) -> PriceBook? {
    let stored = try storedScenario(text, file: file)
    var reader = stored.reader
    guard let field = stored.root["prices"] else { return nil }
    guard field.word == nil || field.word == PriceKeys.standard else {
      throw InputErrors([
        field.mistake(
          "\(field.described) is a file, which results do not keep; allowed: with --prices FILE")
      ])
    }
    let book = reader.prices(field, classes: nil)
    guard let book, reader.mistakes.isEmpty else { throw InputErrors(reader.mistakes) }
    return book
  }

  /// Which of a stored scenario's policies decided by which prices.
  ///
  /// A policy decides by a price if it refuses to run without it. Those whose text can no longer be read are taken
  /// to decide by none.
  public func priceReaders(ofScenario text: String, file: String) -> PriceReaders {
    guard let stored = try? storedScenario(text, file: file) else {
      return PriceReaders(strategies: [], triggers: [])
    }
    let root = stored.root
    var reader = stored.reader
    let strategies = root["strategies"].map { reader.strategyPlans($0, for: nil) } ?? []
    let triggers = root["triggers"].map { reader.triggerPlans($0) } ?? []
    return PriceReaders(strategies: strategies, triggers: triggers)
  }
}

/// Tells which policies decided by a price.
public struct PriceReaders: Sendable {
  private let strategies: [StrategyPlan]
  private let triggers: [TriggerPlan]

  init(strategies: [StrategyPlan], triggers: [TriggerPlan]) {
    (self.strategies, self.triggers) = (strategies, triggers)
  }

  /// Whether a policy decided by a price, at the prices of its run.
  public func reads(_ line: PriceLine, _ policy: Policy) -> Bool {
    let strategy = strategies.first { $0.label == policy.strategy }
    let trigger = (strategy?.triggers ?? triggers).first { $0.label == policy.trigger }
    let (with, without) = (Self.conditions(without: nil), Self.conditions(without: line))
    func needs(_ check: (RunConditions) throws -> Void) -> Bool {
      (try? check(with)) != nil && (try? check(without)) == nil
    }
    return needs { try strategy?.make().check($0) } || needs { try trigger?.make().check($0) }
  }

  /// A run in which everything is known and priced; or all but a line, and with one of the lines that price an
  /// update all of them.
  private static func conditions(without line: PriceLine?) -> RunConditions {
    var book = PriceLine.all.reduce(PriceBook()) { $1.book($0, at: 1) }
    switch line?.name {
    case "compute", "carbon", "network": (book.compute, book.carbon, book.network) = (nil, nil, nil)
    case let name? where name.hasPrefix("error"): book.error = nil
    default: break
    }
    let machine = HardwareProfile(
      name: "", peak: 1, utilization: 1, startUp: 1, watts: 1)
    return RunConditions(
      facts: RunFacts(
        steps: 1000, random: RandomStream(seed: 0),
        costModel: LedgerPricing(hardware: machine, prices: book, stepSeconds: 60),
        classes: ["0", "1"]),
      hasHardware: true, hasComplaints: true, drifts: [])
  }
}
