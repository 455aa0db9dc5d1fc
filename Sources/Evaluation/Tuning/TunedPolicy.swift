/// What a policy came to on one stream; costs in the unit of the search for 1000 rows.
public struct PolicyCost: Hashable, Sendable {
  /// Of answers and updates.
  public let cost: Double
  /// Of the best schedule in hindsight on the same stream.
  public let optimum: Double
  /// How many updates it made, or makes in the mean.
  public let updates: Double

  /// What a policy came to.
  public init(cost: Double, optimum: Double, updates: Double) {
    (self.cost, self.optimum, self.updates) = (cost, optimum, updates)
  }

  /// cost − optimum.
  public var regret: Double { cost - optimum }
}

/// A policy on the streams that triggers were tuned on, and on those that they were tested on.
public struct TunedPolicy: Sendable {
  /// What it stands for: `tuned`, `best` of its kind, or the name of a reference.
  public let role: String
  /// The kind of trigger; empty for references.
  public let family: String
  /// The strategy that it updates by; empty for any.
  public let strategy: String
  /// The trigger as a scenario has it; empty for references.
  public let trigger: String
  /// By stream; `nil` where it failed or cannot be.
  public let tuning: [PolicyCost?], test: [PolicyCost?]

  /// A policy and its costs.
  public init(
    role: String, family: String = "", strategy: String = "", trigger: String = "",
    tuning: [PolicyCost?], test: [PolicyCost?]
  ) {
    (self.role, self.family, self.strategy, self.trigger) = (role, family, strategy, trigger)
    (self.tuning, self.test) = (tuning, test)
  }

  /// In-sample minus out-of-sample regret, the i-th stream of either by each other: below 0 where the policy looked
  /// better on what it was chosen on.
  public var optimism: [Double?] {
    zip(tuning, test).map { tuning, test in
      guard let tuning, let test else { return nil }
      return tuning.regret - test.regret
    }
  }
}
