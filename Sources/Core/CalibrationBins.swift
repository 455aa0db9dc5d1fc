/// How sure predictions were, and how often they were then right, in equal-width bins of the top
/// probability.
public struct CalibrationBins: Hashable, Sendable {
  /// The rows whose top probability lies in one bin.
  public struct Bin: Hashable, Sendable {
    /// Rows.
    public internal(set) var count = 0
    /// Rows predicted right.
    public internal(set) var correct = 0
    /// Sum of the top probabilities.
    public internal(set) var confidence = 0.0
  }

  /// Number of bins.
  public static let count = 15
  /// Bin i holds probabilities in (i / 15, (i + 1) / 15]; the first one also 0.
  public private(set) var bins = Array(repeating: Bin(), count: CalibrationBins.count)

  /// No rows.
  public init() {}

  /// Counts a row in. A probability that is not a number makes every sum that it enters undefined.
  public mutating func add(confidence: Double, isCorrect: Bool) {
    let place = (confidence * Double(CalibrationBins.count)).rounded(.up) - 1
    let i = place.isFinite ? Int(min(max(place, 0), Double(CalibrationBins.count - 1))) : 0
    bins[i].count += 1
    bins[i].correct += isCorrect ? 1 : 0
    bins[i].confidence += confidence
  }
}
