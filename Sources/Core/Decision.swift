/// What a trigger decided, and why.
public struct Decision: Hashable, Sendable {
  /// Whether to update now.
  public let fires: Bool
  /// What was looked at: `steps`, `accuracy`, `adwin`.
  public let signal: String
  /// Its value; `nil` if there is none yet.
  public let value: Double?
  /// What the value was held against; `nil` if there is none.
  public let threshold: Double?
  /// How: it fires if the value is so to the threshold.
  public let relation: Relation
  /// The setting that the threshold is, or comes from; `nil` if there is none.
  public let setting: String?
  /// p-value, where the value is a test's.
  public let p: Double?
  /// Rows that the value rests on, sample by sample.
  public let samples: [Int]
  /// What it combines; the value then is how many of them fire, the threshold how many must.
  public let members: [Decision]
  /// Of members that must fire one after another: the one whose turn it is; `nil` where they decide together.
  public let turn: Int?
  /// The guards that were asked, in order; all of them, unless the trigger did not fire.
  public let guards: [GuardState]
  /// What an update was expected to bring and to cost, if that was weighed.
  public let forecast: Forecast?
  /// What a person has to do before an update begins; `nil` for nothing.
  public let review: Review?
  /// Whether a candidate is to be made ready, or given up, without an update being asked for.
  public let preparation: Preparation?

  /// A decision and what it rests on.
  ///
  /// - Parameter fires: whether the trigger fires; a guard that holds turns it into a hold.
  public init(
    fires: Bool, signal: String, value: Double? = nil, threshold: Double? = nil,
    relation: Relation = .atLeast, setting: String? = nil, p: Double? = nil, samples: [Int] = [],
    members: [Decision] = [], guards: [GuardState] = [], forecast: Forecast? = nil,
    review: Review? = nil, preparation: Preparation? = nil, turn: Int? = nil
  ) {
    self.fires = fires && !guards.contains(where: \.holds)
    (self.signal, self.value, self.threshold) = (signal, value, threshold)
    (self.relation, self.setting, self.p, self.samples) = (relation, setting, p, samples)
    (self.members, self.guards, self.forecast) = (members, guards, forecast)
    (self.review, self.preparation, self.turn) = (review, preparation, turn)
  }

  /// The same decision after some guards were asked.
  public func held(by guards: [GuardState]) -> Decision {
    Decision(
      fires: fires, signal: signal, value: value, threshold: threshold, relation: relation,
      setting: setting, p: p, samples: samples, members: members, guards: self.guards + guards,
      forecast: forecast, review: review, preparation: preparation, turn: turn)
  }

  /// The guard that kept it from firing: `cooldown`, `max-updates`, `min-new-rows`; `nil` if none did.
  public var heldBy: String? { fires ? nil : guards.first(where: \.holds)?.name }
}

extension Decision {
  /// How a value must lie to a threshold.
  public enum Relation: String, Hashable, Sendable, Codable {
    /// value ≥ threshold
    case atLeast = "≥"
    /// value > threshold
    case above = ">"
    /// value ≤ threshold
    case atMost = "≤"
    /// value < threshold
    case below = "<"

    /// Whether a value lies so to a threshold.
    public func holds(_ value: Double, _ threshold: Double) -> Bool {
      switch self {
      case .atLeast: value >= threshold
      case .above: value > threshold
      case .atMost: value <= threshold
      case .below: value < threshold
      }
    }
  }

  /// A guard that was asked.
  public struct GuardState: Hashable, Sendable {
    /// The guard: `cooldown`, `budget`.
    public let name: String
    /// What it looked at: steps since the last update, money spent.
    public let value: Double
    /// What that was held against: the setting of its name.
    public let limit: Double
    /// How: it holds while the value is so to the limit.
    public let relation: Relation
    /// Whether it holds the update back.
    public let holds: Bool

    /// A guard that was asked.
    public init(
      _ name: String, value: Double, limit: Double, relation: Relation = .atLeast, holds: Bool
    ) {
      (self.name, self.value, self.limit) = (name, value, limit)
      (self.relation, self.holds) = (relation, holds)
    }
  }

  /// What an update was expected to bring and to cost.
  public struct Forecast: Hashable, Sendable {
    /// What not to update was expected to cost.
    public let benefit: Double
    /// What to update was expected to cost.
    public let cost: Double
    /// The unit of both: `errors`, `s`, `$`.
    public let unit: String

    /// What an update was expected to bring and to cost.
    public init(benefit: Double, cost: Double, unit: String) {
      (self.benefit, self.cost, self.unit) = (benefit, cost, unit)
    }
  }

  /// A person who looks at an update before it begins.
  public struct Review: Hashable, Sendable {
    /// Minutes of work.
    public let minutes: Double
    /// How often, of all times, the person says no.
    public let rejectRate: Double

    /// A person who looks at an update before it begins.
    public init(minutes: Double, rejectRate: Double) {
      (self.minutes, self.rejectRate) = (minutes, rejectRate)
    }
  }

  /// What becomes of a candidate that no update has asked for yet.
  public enum Preparation: String, Hashable, Sendable {
    /// Train one now, to be put into service when the trigger fires.
    case begin
    /// Give it up.
    case giveUp
  }
}
