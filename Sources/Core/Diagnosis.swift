/// A drift as a production system can describe it: what changed, how broadly, how fast, and whether it was seen
/// before; each with what it rests on, so that it can stand in a decision record.
public struct Diagnosis: Hashable, Sendable, Codable {
  /// A number that was looked at.
  public struct Evidence: Hashable, Sendable, Codable {
    /// `labels given inputs`, `missing-columns`, …
    public let signal: String
    /// Its statistic.
    public let statistic: Double
    /// The probability of a statistic at least as great if nothing had changed, adjusted for the tests made;
    /// `nil` where the statistic itself is held against the threshold.
    public let p: Double?
    /// What p, or the statistic, was held against.
    public let threshold: Double
    /// Rows of the reference.
    public let referenceRows: Int
    /// Rows now.
    public let currentRows: Int

    /// A number that was looked at.
    public init(
      _ signal: String, statistic: Double, p: Double? = nil, threshold: Double,
      referenceRows: Int, currentRows: Int
    ) {
      (self.signal, self.statistic, self.p) = (signal, statistic, p)
      self.threshold = threshold
      (self.referenceRows, self.currentRows) = (referenceRows, currentRows)
    }
  }

  /// How much of the input space is affected; of data quality, how many of the columns.
  public struct Breadth: Hashable, Sendable, Codable {
    /// The share, in [0, 1].
    public let share: Double
    /// A 95 % interval of it.
    public let low: Double, high: Double
    /// Slices, or columns, that it was estimated from.
    public let slices: Int

    /// A share with its interval.
    public init(share: Double, low: Double, high: Double, slices: Int) {
      (self.share, self.low, self.high, self.slices) = (share, low, high, slices)
    }
  }

  /// How fast it came.
  public struct Speed: Hashable, Sendable, Codable {
    /// Whether a ramp describes the steps so far better than a jump.
    public let isGradual: Bool
    /// The step of the jump, or the middle of the ramp so far.
    public let onset: Int
    /// Steps that the ramp takes; 0 for a jump.
    public let width: Int

    /// A jump at a step, or a ramp about it.
    public init(isGradual: Bool, onset: Int, width: Int) {
      (self.isGradual, self.onset, self.width) = (isGradual, onset, width)
    }
  }

  /// At the end of this step.
  public let step: Int
  /// The leading kind.
  public let kind: DriftKind
  /// All kinds that were found, the leading one first; empty for none.
  public let kinds: [DriftKind]
  /// How broad; `nil` where there is nothing to measure: none, and prior shift, which is everywhere.
  public let breadth: Breadth?
  /// How fast; `nil` for none and for data quality.
  public let speed: Speed?
  /// The step since which rows like the current ones had been seen before; `nil` if they are new.
  public let seenSince: Int?
  /// What it rests on.
  public let evidence: [Evidence]

  /// A description.
  public init(
    step: Int, kinds: [DriftKind], breadth: Breadth? = nil, speed: Speed? = nil,
    seenSince: Int? = nil, evidence: [Evidence] = []
  ) {
    self.step = step
    self.kinds = kinds
    kind = kinds.first ?? .none
    (self.breadth, self.speed, self.seenSince) = (breadth, speed, seenSince)
    self.evidence = evidence
  }

  /// Whether there is a drift to adapt to: neither none nor data quality.
  public var isDrift: Bool { kind != .none && kind != .dataQuality }
}
