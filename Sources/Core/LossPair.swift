/// What a candidate and the live model lost on the same labelled row: 0 or 1 for a right or wrong class, the
/// squared error in regression.
public struct LossPair: Hashable, Sendable, Codable {
  /// The candidate's loss.
  public let candidate: Double
  /// The live model's loss.
  public let live: Double

  /// Two losses of one row.
  public init(candidate: Double, live: Double) {
    self.candidate = candidate
    self.live = live
  }

  /// Candidate − live: below 0 where the candidate is better.
  public var difference: Double { candidate - live }
}
