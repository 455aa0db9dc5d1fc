/// What the errors of a regression add up to, in double precision.
public struct RegressionSums: Hashable, Sendable {
  /// Rows, n.
  public private(set) var count = 0
  /// Σ |label − prediction|.
  public private(set) var absolute = 0.0
  /// Σ (label − prediction)².
  public private(set) var squared = 0.0
  /// Σ (label − mean label)², kept row by row without cancellation (Welford 1962).
  public private(set) var deviation = 0.0
  private var mean = 0.0

  /// No rows.
  public init() {}

  /// Adds a row.
  public mutating func add(label: Double, prediction: Double) {
    count += 1
    absolute += abs(label - prediction)
    squared += (label - prediction) * (label - prediction)
    let offset = label - mean
    mean += offset / Double(count)
    deviation += offset * (label - mean)
  }
}
