internal import Numerics

/// Mean, spread and confidence interval of a metric over seeds.
public struct SampleStatistics: Hashable, Sendable {
  /// Values that are defined, n.
  public let count: Int
  /// x̄; `nil` without values.
  public private(set) var mean: Double?
  /// Sample standard deviation, √(Σ (x − x̄)² / (n − 1)); `nil` for fewer than two values.
  public private(set) var standardDeviation: Double?
  /// The 95 % interval x̄ ± t_{.975, n−1} · s / √n (Student 1908); `nil` for fewer than two values.
  public private(set) var interval: ClosedRange<Double>?

  /// The statistics of the values that are defined: neither `nil` nor NaN nor infinite.
  ///
  /// Sums are taken of differences to the first value, so that equal values have spread 0 exactly.
  public init(_ values: [Double?]) {
    let known = values.compactMap(\.self).filter(\.isFinite)
    count = known.count
    guard let origin = known.first else { return }
    let n = Double(count)
    let offset = known.reduce(0) { $0 + ($1 - origin) } / n
    let mean = origin + offset
    self.mean = mean
    guard count > 1 else { return }
    let squares = known.reduce(0) { $0 + ($1 - origin - offset) * ($1 - origin - offset) }
    let deviation = (squares / (n - 1)).squareRoot()
    standardDeviation = deviation
    let half =
      Distribution.studentQuantile(0.975, degreesOfFreedom: n - 1) * deviation / n.squareRoot()
    if half.isFinite { interval = mean - half...mean + half }
  }
}
