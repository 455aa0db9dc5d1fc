/// The probability of the positive class for every row and whether it was the label: what areas
/// under ROC and precision-recall curves are computed from.
///
/// Exact up to 262 144 rows, at 4 bytes a row. Beyond, rows are counted in 65 536 equal-width bins
/// of the probability, so that a run never keeps more than 1 MB: rows of one bin then count as
/// tied, which changes the area under the ROC curve by at most ½ Σ_b p_b n_b / (P N), with p_b of P
/// positives and n_b of N negatives in bin b.
public struct BinaryScores: Hashable, Sendable {
  /// Rows of one score.
  public struct Group: Hashable, Sendable {
    /// Those of the positive class.
    public var positives = 0
    /// The others.
    public var negatives = 0

    /// Rows of one score.
    public init(positives: Int = 0, negatives: Int = 0) {
      self.positives = positives
      self.negatives = negatives
    }
  }

  /// Rows that are kept exactly.
  public static let capacity = 1 << 18
  /// Bins beyond.
  static let binCount = 1 << 16

  /// Scores, those of negatives with a minus sign (that of zero included).
  private var exact: [Float] = []
  private var bins: [Group] = []
  private var isDefined = true

  /// No rows.
  public init() {}

  /// Adds a row; `score` is in [0, 1]. One that is not a number makes the groups undefined.
  public mutating func append(_ score: Float, isPositive: Bool) {
    guard !score.isNaN else { return isDefined = false }
    if exact.count == BinaryScores.capacity { fold() }
    if bins.isEmpty {
      exact.append(isPositive ? score.magnitude : -score.magnitude)
    } else {
      count(score, isPositive: isPositive)
    }
  }

  /// Whether rows of almost equal scores count as tied.
  public var isApproximate: Bool { !bins.isEmpty }

  /// The rows in decreasing order of their scores, tied ones together; `nil` if a score was not a
  /// number.
  public var groups: [Group]? {
    guard isDefined else { return nil }
    return bins.isEmpty ? exactGroups : bins.reversed().filter { $0 != Group() }
  }

  private var exactGroups: [Group] {
    var groups: [Group] = []
    var last: Float?
    for score in exact.sorted(by: { $0.magnitude > $1.magnitude }) {
      if score.magnitude != last { groups.append(Group()) }
      last = score.magnitude
      groups[groups.count - 1].count(isPositive: score.sign == .plus)
    }
    return groups
  }

  /// Puts the rows kept so far into bins.
  private mutating func fold() {
    bins = Array(repeating: Group(), count: BinaryScores.binCount)
    for score in exact { count(score.magnitude, isPositive: score.sign == .plus) }
    exact = []
  }

  private mutating func count(_ score: Float, isPositive: Bool) {
    let bin = min(Int(score * Float(BinaryScores.binCount)), BinaryScores.binCount - 1)
    bins[bin].count(isPositive: isPositive)
  }
}

extension BinaryScores.Group {
  fileprivate mutating func count(isPositive: Bool) {
    if isPositive { positives += 1 } else { negatives += 1 }
  }
}
