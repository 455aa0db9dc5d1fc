public import Core
internal import Numerics

/// KSWIN: the newest values of a sliding window against a random sample of its older ones, by the
/// two-sample Kolmogorov–Smirnov test.
///
/// Once the window holds n = `window` values, every value is tested: r = `stat-size` of the n − r older
/// values are drawn without replacement, and D is the greatest difference between the distribution
/// functions of the draw and of the newest r. Drift if p(D) ≤ `alpha` and D > 0.1; the window then keeps
/// its newest r values. Never warns. Any finite number is allowed; ties make the test conservative.
///
/// p is exact (Gnedenko & Korolyuk 1951), so that the test is a comparison with the least critical D,
/// found once. Cost: O(n) a value, no allocation. The draws come from `seed` alone.
///
/// Raab, Heusinger & Schleif, *Reactive Soft Prototype Computing for Concept Drift Streams*,
/// Neurocomputing 2020. Differs from River, which means to keep the newest values but empties the
/// window and seeds its generator again after a drift; its indices cannot be reproduced. Checked by
/// its false alarms against the level and against a search over plain arrays.
public struct KSWIN: DriftDetector, Codable {
  static let alpha = Setting.number(
    "alpha", in: .open(0, 1), default: 0.005, "level of each test")
  static let windowSize = Setting.integer(
    "window", in: .closed(4, 1e6), default: 100, "values kept")
  static let statSize = Setting.integer(
    "stat-size", in: .closed(2, 5e5), default: 30,
    "newest values that are tested; at most half the window")
  static let seed = Setting.integer(
    "seed", in: .atLeast(0), default: 1, "of the draws among the older values")

  /// The newest r values, and the older ones.
  private(set) var recent: SortedQueue, older: SortedQueue
  private let criticalSteps: Int
  private var random: RandomStream

  init(_ values: SettingValues) {
    let size = values[Self.statSize]
    recent = SortedQueue(capacity: size)
    older = SortedQueue(capacity: values[Self.windowSize] - size)
    criticalSteps = KolmogorovSmirnov.criticalSteps(
      size: size, level: values[Self.alpha], distanceOver: 0.1)
    random = RandomStream(seed: UInt64(values[Self.seed])).child("kswin")
  }

  /// Takes the next value; throws ``InputError`` unless it is finite.
  public mutating func update(_ value: Double) throws(InputError) -> DriftSignal {
    try Domain.requireFinite(value, "kswin")
    if recent.isFull {
      if older.isFull { older.removeOldest() }
      older.append(recent.removeOldest())
    }
    recent.append(value)
    guard older.isFull && steps() >= criticalSteps else { return .stable }
    older.removeAll()
    return .drift
  }

  /// r·D of the newest r values against r older ones drawn without replacement.
  ///
  /// The older values are passed in order and each is drawn with probability (still to draw) / (still
  /// to pass), which makes every set of r equally likely (Knuth, TAOCP 2, 3.4.2, algorithm S).
  private mutating func steps() -> Int {
    var comparison = StepComparison(recent.sorted)
    var wanted = recent.sorted.count
    var left = older.sorted.count
    for value in older.sorted {
      if wanted == 0 { break }
      if random.uniform() * Double(left) < Double(wanted) {
        comparison.pass(value)
        wanted -= 1
      }
      left -= 1
    }
    return comparison.greatest
  }

  /// Its registry line.
  public static let entry = Entry<any DriftDetector>(
    "kswin", "newest values of a window against a draw of the older ones, Kolmogorov–Smirnov",
    formula: """
      D = max |F_newest − F_drawn| over stat-size values each; drift if the exact p ≤ alpha and \
      D > 0.1; the window then keeps its newest stat-size values
      """,
    source: "Raab, Heusinger & Schleif, Neurocomputing 2020",
    settings: [
      alpha.declaration, windowSize.declaration, statSize.declaration, seed.declaration,
    ]
  ) { values, _ in
    guard 2 * values[statSize] <= values[windowSize] else {
      throw SettingError(
        statSize.declaration.name,
        "\(values[statSize]) is more than half of window \(values[windowSize]); allowed: "
          + "≤ \(values[windowSize] / 2)")
    }
    return KSWIN(values)
  }
}
