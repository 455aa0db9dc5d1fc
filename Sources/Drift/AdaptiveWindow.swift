internal import Core
internal import Glibc

/// What both variants of ADWIN do with a value: insert it and, every `clock` values, drop old buckets
/// while the means of an older and a newer part of the window differ too much.
///
/// With n values of population variance v = V/n, cut into n₀ older and n₁ newer ones of means μ₀, μ₁:
///
///     |μ₀ − μ₁| > √(2 m v D) + ⅔ D m
///     D = ln(2 ln n / δ),  m = 1/(n₀ − w + 1) + 1/(n₁ − w + 1),  w = `min-window`
///
/// tried at every bucket boundary with n₀, n₁ ≥ `minPart`. One bucket is dropped at a time, then all
/// is tried again with the new n, v and D. Cost: O(1) a value, O(log n) a search.
struct AdaptiveWindow: Sendable, Codable {
  static let delta = Setting.number(
    "delta", in: .open(0, 1), default: 0.002, "confidence: chance of a false cut in a search")
  static let clock = Setting.integer(
    "clock", in: .atLeast(1), default: 32, "values between searches for a cut")
  static let grace = Setting.integer(
    "grace", in: .atLeast(1), default: 10, "no search in windows of this many values or fewer")
  static let minWindow = Setting.integer(
    "min-window", in: .atLeast(1), default: 5, "shortest part of the window to compare, in values")
  static let maxBuckets = Setting.integer(
    "max-buckets", in: .closed(2, 1e4), default: 5, "buckets kept for each power of two")

  static let settings = [
    delta.declaration, clock.declaration, grace.declaration, minWindow.declaration,
    maxBuckets.declaration,
  ]

  private(set) var histogram: ExponentialHistogram
  private let delta: Double
  private let clock: Int, grace: Int, minWindow: Int
  /// The fewest values on either side of a cut.
  private let minPart: Int
  /// Values to come until the next search.
  private var untilSearch: Int

  /// An empty window. MOA asks for `margin` = 2 values more than `min-window` on each side of a cut.
  init(_ values: SettingValues, margin: Int) {
    histogram = ExponentialHistogram(maxBuckets: values[Self.maxBuckets])
    delta = values[Self.delta]
    clock = values[Self.clock]
    grace = values[Self.grace]
    minWindow = values[Self.minWindow]
    minPart = minWindow + margin
    untilSearch = clock
  }

  /// Mean of the values in the window; 0 when there are none.
  @inline(__always) var mean: Double { histogram.mean }

  /// Starts afresh.
  mutating func reset() {
    histogram.removeAll()
    untilSearch = clock
  }

  /// Inserts a value; true if old values were dropped.
  @inline(__always)
  mutating func insert(_ x: Double) -> Bool {
    histogram.append(x)
    untilSearch -= 1
    guard untilSearch == 0 else { return false }
    untilSearch = clock
    return shrink()
  }

  private mutating func shrink() -> Bool {
    guard histogram.count > grace else { return false }
    var dropped = false
    while hasCut {
      histogram.dropOldest()
      dropped = true
    }
    return dropped
  }

  private var hasCut: Bool {
    let (n, total) = (histogram.count, histogram.sum)
    let confidence = log(2 * log(Double(n)) / delta)
    let spread = 2 * (histogram.deviation / Double(n)) * confidence
    return histogram.containsCut { n0, sum0 in
      let n1 = n - n0
      guard n0 >= minPart && n1 >= minPart else { return false }
      let m = 1 / Double(n0 - minWindow + 1) + 1 / Double(n1 - minWindow + 1)
      let difference = abs(sum0 / Double(n0) - (total - sum0) / Double(n1))
      return difference > (spread * m).squareRoot() + 2.0 / 3.0 * confidence * m
    }
  }
}
