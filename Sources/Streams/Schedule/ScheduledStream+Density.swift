internal import Core

extension ScheduledStream {
  /// Adds Σ_c P_t(c) p_c(x, y): the law of row t. Unknown for a generator that drifts by itself, whose past
  /// states are not kept.
  public func addJointDensity(
    of features: ArraySlice<Float>, row t: Int, to density: inout [Double]
  ) -> Bool {
    guard !isDrifting else { return false }
    let stretch = schedule.stretch(at: t, limit: t + 1)
    var weights = Array(repeating: 0.0, count: snapshots.count + 1)
    schedule.addProbabilities(at: t, in: stretch, to: &weights)
    var (sum, interpolation) = (density, interpolation)
    if stretch.isInterpolated { interpolation.move(to: t, into: stretch.base) }
    for (c, weight) in weights.enumerated() where weight > 0 {
      let isKnown =
        c < snapshots.count
        ? snapshots[c].addJointDensity(of: features, weight: weight, to: &sum)
        : interpolation.addJointDensity(of: features, weight: weight, to: &sum)
      if !isKnown { return false }
    }
    density = sum
    return true
  }
}
