/// Values summed up as an exponentially weighted mean; empty at first.
struct WeightedSample: Sendable, Codable {
  /// The weighted mean E.
  var mean = 0.0
  /// The sum of the squared weights B; 0 while empty.
  var squaredWeights = 0.0

  var isEmpty: Bool { squaredWeights == 0 }

  /// How a value joins a sample.
  struct Rule: Sendable, Codable {
    private let lambda: Double
    private let first: Double

    /// - Parameter startsAtOne: whether the first value has B = 1, else λ² + (1−λ)².
    init(lambda: Double, startsAtOne: Bool) {
      self.lambda = lambda
      first = startsAtOne ? 1 : lambda * lambda + (1 - lambda) * (1 - lambda)
    }

    /// E ← λx + (1−λ)E, B ← λ² + (1−λ)²B.
    @inline(__always)
    func add(_ value: Double, to sample: inout WeightedSample) {
      let rest = 1 - lambda
      sample =
        sample.isEmpty
        ? WeightedSample(mean: value, squaredWeights: first)
        : WeightedSample(
          mean: lambda * value + rest * sample.mean,
          squaredWeights: lambda * lambda + rest * rest * sample.squaredWeights)
    }
  }
}
