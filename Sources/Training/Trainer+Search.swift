extension Trainer {
  /// Counts the arithmetic since an earlier reading of the meter as a search's; rows and steps stay what they
  /// are.
  public mutating func countAsSearch(since earlier: Usage) { usage.countAsSearch(since: earlier) }
}
