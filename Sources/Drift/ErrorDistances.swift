/// Mean and spread of the distances between errors, in values, by Welford's recurrence (1962). The first
/// error's distance is its own position, counted from 1.
struct ErrorDistances: Sendable, Codable {
  /// Values taken.
  private(set) var count = 0
  /// Errors among them, e: as many distances.
  private(set) var errors = 0
  /// Mean distance.
  private(set) var mean = 0.0
  /// Sum of squared deviations from the mean.
  private(set) var squares = 0.0
  /// The value that was the last error, counted from 1.
  private var last = 0

  /// Counts a value; returns whether it was an error, and so a distance.
  @inline(__always)
  mutating func add(isError: Bool) -> Bool {
    count += 1
    guard isError else { return false }
    errors += 1
    let distance = Double(count - last)
    last = count
    let before = distance - mean
    mean += before / Double(errors)
    squares += before * (distance - mean)
    return true
  }
}
