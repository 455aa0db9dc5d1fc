/// What an update turned out to be worth, known only after the run: by pricing the run's schedule without it.
///
/// Nothing that decides can read one: it is in this module, which neither policies nor strategies nor the simulation
/// can import. A pass over finished runs writes them into a file of their own, `outcomes.jsonl`, a line an update, beside `decisions.jsonl`,
/// whose bytes stay as they are; strategy, trigger, seed and step say whose decision it was.
public struct RealizedOutcome: Hashable, Sendable, Codable {
  /// What an update can have been.
  public enum Verdict: String, Hashable, Sendable, Codable, CaseIterable {
    /// Without it the run would have cost more.
    case useful
    /// Useful, but earlier it would have saved a stated share more.
    case late
    /// Without it the run would have cost no more.
    case wasted
  }

  /// The run.
  public let strategy: String, trigger: String, seed: Int
  /// The step of the decision.
  public let step: Int
  /// What it was.
  public let verdict: Verdict
  /// What the run would have cost more without it, in `unit`; negative if it would have cost less.
  public let saved: Double
  /// The unit: `errors`, `$`.
  public let unit: String
  /// The step at which the best schedule in hindsight updated nearest to it; `nil` if it never did.
  public let nearestOptimal: Int?

  /// What an update turned out to be worth.
  public init(
    strategy: String, trigger: String, seed: Int, step: Int, verdict: Verdict, saved: Double,
    unit: String, nearestOptimal: Int?
  ) {
    (self.strategy, self.trigger, self.seed, self.step) = (strategy, trigger, seed, step)
    (self.verdict, self.saved, self.unit) = (verdict, saved, unit)
    self.nearestOptimal = nearestOptimal
  }
}
