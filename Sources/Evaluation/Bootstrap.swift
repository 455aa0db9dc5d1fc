internal import Numerics

/// Percentile intervals of a mean by resampling (Efron 1979).
///
/// Every sample of one size is resampled at the same places, from the child `bootstrap` of the
/// stream of seed 0: intervals depend on the values alone.
enum Bootstrap {
  /// Resamples.
  static let draws = 10_000

  /// The interval that holds the middle 95 % of the means of resamples; its ends are interpolated
  /// linearly between the means next to them. `nil` for fewer than two values.
  static func interval(_ values: [Double]) -> ClosedRange<Double>? {
    guard values.count > 1, let origin = values.first else { return nil }
    // Differences to the first value, so that equal values have an interval of no width exactly.
    let offsets = values.map { $0 - origin }
    guard offsets.contains(where: { $0 != 0 }) else { return origin...origin }
    let means = means(offsets).sorted()
    let low = origin + means.quantileOfSorted(0.025)
    return low...max(low, origin + means.quantileOfSorted(0.975))
  }

  /// The mean of every resample.
  private static func means(_ values: [Double]) -> [Double] {
    var random = RandomStream(seed: 0).child("bootstrap")
    var means: [Double] = []
    means.reserveCapacity(draws)
    for _ in 0..<draws {
      var sum = 0.0
      for _ in values.indices { sum += values[random.integer(below: values.count)] }
      means.append(sum / Double(values.count))
    }
    return means
  }
}
