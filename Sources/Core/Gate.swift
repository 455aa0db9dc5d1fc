/// Judges whether a trained candidate may take over from the live model. Pure: the simulation holds rows back,
/// lets both models predict them, and asks.
public protocol Gate: Sendable {
  /// What the simulation must provide.
  var needs: GateNeeds { get }
  /// Judges a candidate by its losses beside the live model's, slice by slice: the held-back recent rows,
  /// the historical ones, and those of each group, as far as they were asked for.
  func judge(_ slices: [GateSlice]) -> Verdict
}

/// What a gate needs to judge.
public struct GateNeeds: Hashable, Sendable {
  /// Share of the recent rows that the candidate is not trained on, taken evenly over the time in which
  /// they arrived; 0 with cross-validation.
  public let heldBack: Double
  /// Candidates that are trained beside the one to be judged, each without another of so many equal parts of
  /// the recent rows, and judged on it; `nil` for a holdout.
  public let folds: Int?
  /// Rows of history, a uniform sample of all that were held back before, kept for a slice of their own; 0
  /// for none.
  public let historicalRows: Int
  /// Whether each group's rows make slices of their own.
  public let perGroup: Bool

  /// What a gate needs.
  public init(
    heldBack: Double, folds: Int? = nil, historicalRows: Int = 0, perGroup: Bool = false
  ) {
    self.heldBack = heldBack
    self.folds = folds
    self.historicalRows = historicalRows
    self.perGroup = perGroup
  }
}

/// Rows on which a candidate is compared with the live model.
public struct GateSlice: Hashable, Sendable {
  /// What rows these are: `recent`, `historical`, `recent group=north`.
  public let name: String
  /// The losses, row by row.
  public let pairs: [LossPair]

  /// Rows under a name.
  public init(_ name: String, _ pairs: [LossPair]) {
    self.name = name
    self.pairs = pairs
  }
}

/// What a gate found.
public struct Verdict: Hashable, Sendable {
  /// Whether the candidate may serve.
  public let accepted: Bool
  /// What each slice said, in the order they were given.
  public let slices: [SliceVerdict]
  /// Why, in a few words.
  public let reason: String

  /// A verdict.
  public init(accepted: Bool, slices: [SliceVerdict], reason: String) {
    self.accepted = accepted
    self.slices = slices
    self.reason = reason
  }
}

/// What a gate found on one slice.
public struct SliceVerdict: Hashable, Sendable {
  /// What a slice can say.
  public enum Outcome: String, Hashable, Sendable {
    /// It has nothing against the candidate.
    case passes
    /// It is against the candidate.
    case fails
    /// It has too few rows to say anything.
    case tooFew = "too few rows"
    /// A loss is not a finite number.
    case notFinite = "not finite"
  }

  /// The slice's name.
  public let name: String
  /// Rows compared.
  public let rows: Int
  /// Mean of candidate − live; `nil` without rows, or where it is no number.
  public let difference: Double?
  /// Confidence bound that was held against the margin: the upper one where the candidate must prove itself,
  /// the lower one where it must be proven worse.
  public let bound: Double?
  /// What it was held against.
  public let margin: Double
  /// p-value of the test, corrected for the number of slices where the gate says so.
  public let p: Double?
  /// What it says.
  public let outcome: Outcome

  /// What a gate found on one slice.
  public init(
    name: String, rows: Int, difference: Double?, bound: Double?, margin: Double, p: Double?,
    outcome: Outcome
  ) {
    self.name = name
    self.rows = rows
    self.difference = difference
    self.bound = bound
    self.margin = margin
    self.p = p
    self.outcome = outcome
  }
}

/// A gate with its settings.
public struct GatePlan: Sendable {
  /// What people read.
  public let label: String
  /// A fresh gate.
  public let make: @Sendable () throws -> any Gate

  /// A gate with its settings.
  public init(label: String, make: @escaping @Sendable () throws -> any Gate) {
    self.label = label
    self.make = make
  }
}

extension GateSlice {
  /// The slice of recent rows; slices of its groups begin with it.
  public static let recent = "recent"
  /// The slice of historical rows; slices of its groups begin with it.
  public static let historical = "historical"
}
