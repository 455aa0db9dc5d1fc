extension Array where Element == Double {
  /// The q-quantile, 0 ≤ q ≤ 1, of at least one number, of which these are all, ascending: interpolated linearly
  /// between the two that it falls between (type 7 of Hyndman & Fan, *Sample quantiles in statistical packages*,
  /// 1996).
  public func quantileOfSorted(_ q: Double) -> Double {
    let place = q * Double(count - 1)
    let below = Int(place)
    let above = Swift.min(below + 1, count - 1)
    return self[below] + (place - Double(below)) * (self[above] - self[below])
  }
}
