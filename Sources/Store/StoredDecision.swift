public import Core
internal import Foundation

/// A line of `decisions.jsonl`, read back.
public struct StoredDecision: Decodable, Sendable {
  /// The scenario.
  public let run: String
  /// The run.
  public let strategy: String, trigger: String, seed: Int
  /// At the end of this step.
  public let step: Int
  /// What was done.
  public let action: String
  /// What became of the decision.
  public let result: DecisionRecord.Result
  /// What must hold for the trigger to fire.
  public let rule: String
  /// The rows to train on.
  public let window: Window
  /// What was known.
  public let known: Known
  /// What was looked at.
  public let signals: [Signal]
  /// The guards that were asked.
  public let guards: [Guard]
  /// What was weighed, if it was.
  public let forecast: Forecast?
  /// Who looks at it before it begins.
  public let review: Review?
  /// What becomes of a candidate that is made ready early.
  public let preparation: String?
  /// What was not done, with the reason.
  public let alternatives: [Alternative]
  /// What would have turned it.
  public let flip: Flip?
  /// Fingerprints of what the trigger saw and of what the run was set to do.
  public let inputs: String?, settings: String
  /// The drift as it was described.
  public let diagnosis: Diagnosis?

  /// The rows to train on, and the steps they came in.
  public struct Window: Decodable, Sendable {
    /// Rows, and the first and last step.
    public let rows: Int, first: Int?, last: Int?
  }

  /// What was known of the run.
  public struct Known: Decodable, Sendable {
    /// Steps: of the last labels, of the model's service, at which an update under way began.
    public let labelsThrough: Int?, modelAge: Int, pending: Int?
    /// The version that served.
    public let version: Int
    /// What of a budget was left.
    public let budgetLeft: Double?
  }

  /// What was looked at.
  public struct Signal: Decodable, Sendable {
    /// Its name.
    public let signal: String
    /// Its value, what that was held against, and a test's p.
    public let value: Double?, threshold: Double?, p: Double?
    /// How value and threshold must lie.
    public let relation: Decision.Relation
    /// The setting that the threshold is or comes from.
    public let setting: String?
    /// Rows, sample by sample.
    public let samples: [Int]
    /// Whether it fired.
    public let fires: Bool
    /// The guard that held it.
    public let `guard`: String?
  }

  /// A guard that was asked.
  public struct Guard: Decodable, Sendable {
    /// Its name.
    public let `guard`: String
    /// What it looked at, and its limit.
    public let value: Double?, limit: Double?
    /// How they lie where it holds.
    public let relation: Decision.Relation
    /// Whether it held.
    public let holds: Bool
  }

  /// What an update was expected to bring and to cost.
  public struct Forecast: Decodable, Sendable {
    /// Both, and their unit.
    public let benefit: Double?, cost: Double?, unit: String
  }

  /// A person who looks at an update.
  public struct Review: Decodable, Sendable {
    /// Minutes, and how often it is a no.
    public let minutes: Double?, rejectRate: Double?
  }

  /// What was not done.
  public struct Alternative: Decodable, Sendable {
    /// What, and why not.
    public let action: String, rejected: String
  }

  /// What would have turned the decision.
  public struct Flip: Decodable, Sendable {
    /// All together.
    public let changes: [Change]
    /// Or this alone.
    public let or: Change?

    /// Another value of a setting.
    public struct Change: Decodable, Sendable {
      /// The signal or guard, and the setting.
      public let signal: String, setting: String
      /// Whether it is a guard.
      public let `guard`: Bool
      /// `above` or `below`.
      public let side: String
      /// The value to pass, and whether that itself would do.
      public let bound: Double, included: Bool
    }
  }

  /// The drift as it was described.
  public struct Diagnosis: Decodable, Sendable {
    /// The leading kind, and all kinds.
    public let kind: String, kinds: [String]
    /// How broad, with its interval.
    public let breadth: Double?, breadthLow: Double?, breadthHigh: Double?
    /// How fast, since when.
    public let gradual: Bool?, onset: Int?, width: Int?
    /// Since when rows like these had been seen.
    public let seenSince: Int?
  }
}
