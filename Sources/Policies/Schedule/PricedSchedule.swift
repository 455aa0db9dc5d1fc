/// What a schedule costs: J = Σ ℓ + Σ c, in the unit of the matrix.
public struct ScheduleCost: Hashable, Sendable, Codable {
  /// Σ_t ℓ of the model that serves at t.
  public let serving: Double
  /// Σ c of the updates, those that never serve included.
  public let updates: Double

  /// A cost in its two parts.
  public init(serving: Double, updates: Double) {
    (self.serving, self.updates) = (serving, updates)
  }

  /// J.
  public var total: Double { serving + updates }
}

/// A schedule and what it costs.
public struct PricedSchedule: Hashable, Sendable, Codable {
  /// The updates, steps strictly ascending.
  public let updates: [ScheduledUpdate]
  /// Their cost, as ``StalenessMatrix/cost(of:)`` gives it.
  public let cost: ScheduleCost
}
