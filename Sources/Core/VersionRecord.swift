/// A version of the model, from the beginning of its training to its end.
public struct VersionRecord: Hashable, Sendable {
  /// What has become of a version.
  public enum Fate: String, Hashable, Sendable, Codable {
    /// It was still on its way when the run ended.
    case underWay = "under way"
    /// It served when the run ended.
    case live
    /// It served until another took its place.
    case replaced
    /// A gate turned it away, or its training diverged.
    case rejected
    /// It served or shadowed for a while, and the version before was put back.
    case rolledBack = "rolled back"
    /// It was given up before it served.
    case cancelled
  }

  /// What part of the rows it serves, from a step on.
  public struct Serving: Hashable, Sendable {
    /// The first step.
    public let from: Int
    /// The share of the rows.
    public let share: Double
    /// Whether it also predicts the others, without serving them.
    public let shadows: Bool

    /// A share from a step on.
    public init(from: Int, share: Double, shadows: Bool = false) {
      (self.from, self.share, self.shadows) = (from, share, shadows)
    }
  }

  /// Its number: versions count from 0, the warm-up's, in the order in which their training began.
  public let version: Int
  /// The version it was trained from or beside, the live one at the time; `nil` for the first.
  public let parent: Int?
  /// What the strategy did: `incremental`, `full-retrain`, …
  public let action: String
  /// Its training began at the end of this step; −1 is the warm-up.
  public let begun: Int
  /// New rows it was trained on.
  public let rows: Int
  /// Floating-point operations of its training, as far as they were done.
  public internal(set) var flops = 0
  /// Its training was done at the end of this step; `nil` if it never was.
  public internal(set) var ready: Int?
  /// When it served which part of the rows, in order.
  public internal(set) var servings: [Serving] = []
  /// What has become of it.
  public internal(set) var fate = Fate.underWay
  /// Its fate was decided at the end of this step.
  public internal(set) var ended: Int?
  /// Why, where somebody judged.
  public internal(set) var reason = ""
  /// What the tests of its rollout rested on; `nil` if it had none.
  public internal(set) var evidence: RolloutEvidence?
  /// How long its rows had been under way until it served alone, by part; of one that never did, so far.
  public internal(set) var latency = FeedbackLatency()

  init(version: Int, parent: Int?, action: String, begun: Int, rows: Int) {
    (self.version, self.parent, self.action) = (version, parent, action)
    (self.begun, self.rows) = (begun, rows)
  }

  /// The share of the rows of a step that it served.
  public func share(at step: Int) -> Double {
    if let ended, step > ended { return 0 }
    return servings.last { $0.from <= step }?.share ?? 0
  }
}
