/// What a scenario gives its runs, known before any of them begins: what triggers can count on.
public struct RunConditions: Sendable {
  /// What triggers will know of a run.
  public let facts: RunFacts
  /// Whether updates have a duration.
  public let hasHardware: Bool
  /// Whether those who are served complain.
  public let hasComplaints: Bool
  /// The drifts to come; `nil` where they are not known.
  public let drifts: [KnownDrift]?

  /// What a scenario gives its runs.
  public init(
    facts: RunFacts = .none, hasHardware: Bool = false, hasComplaints: Bool = false,
    drifts: [KnownDrift]? = nil
  ) {
    (self.facts, self.hasHardware) = (facts, hasHardware)
    (self.hasComplaints, self.drifts) = (hasComplaints, drifts)
  }

  /// Why nobody can tell what updates will cost in money, with what is allowed; `nil` if it can be told.
  public var unpricedUpdates: String? {
    guard let prices = facts.costModel else { return "there are no prices; allowed: with prices" }
    let point = LedgerPoint(step: 0, version: 0)
    let update = [point.entry(.training, .updates, 1), point.entry(.training, .forward, 1)]
    return switch prices.cost(of: update.compactMap(\.self)).money {
    case .known: nil
    case .none: "updates have no price; allowed: with prices.compute"
    case .unknown:
      hasHardware
        ? "the price of an update is unknown; allowed: with hardware.watts"
        : "the price of an update is unknown; allowed: with hardware"
    }
  }
}
