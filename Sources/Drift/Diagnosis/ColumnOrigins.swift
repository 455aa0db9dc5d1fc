internal import Core
internal import Numerics

/// Whether columns of the current rows are others of the reference, or the same in another unit: what a broken
/// job upstream does to all rows alike.
///
/// * `shuffled-columns`: every column that differs (Kolmogorov–Smirnov, p < .001) is nearest to another one of
///   those that differ, no two to the same, and agrees with it (p > .05). Columns of one law cannot be told apart:
///   their exchange is not seen here.
/// * `changed-units`: every column that differs agrees with itself (p > .05) times a factor of at least 1.8, or at
///   most 1/1.8, the ratio of mean absolute values, and no more than half of the columns differ or all do by about
///   the same factor.
enum ColumnOrigins {
  private static let differs = 0.001
  private static let agrees = 0.05
  private static let leastFactor = 1.8
  private static let test = KolmogorovSmirnovTest()

  /// What is the matter, and with which columns; `nil` if nothing of the kind.
  static func find(
    _ reference: Matrix<Double>, _ current: Matrix<Double>
  ) -> (check: String, columns: [Int])? {
    let before = (0..<reference.columns).map { Samples.column($0, of: reference) }
    let now = (0..<reference.columns).map { Samples.column($0, of: current) }
    let moved = before.indices.filter { p(before[$0], now[$0]) < differs }
    if moved.isEmpty { return nil }
    if moved.count > 1, isShuffle(moved, before, now) { return ("shuffled-columns", moved) }
    if areUnits(moved, before, now) { return ("changed-units", moved) }
    return nil
  }

  private static func compare(_ a: [Double], _ b: [Double]) -> (statistic: Double, p: Double) {
    var random = RandomStream(seed: 0)
    return test.compare(a, b, using: &random)
  }

  private static func p(_ a: [Double], _ b: [Double]) -> Double { compare(a, b).p }

  private static func isShuffle(
    _ moved: [Int], _ before: [[Double]], _ now: [[Double]]
  ) -> Bool {
    var sources: [Int] = []
    for j in moved {
      let found = moved.filter { $0 != j }.map { ($0, compare(before[$0], now[j])) }
      guard let nearest = found.min(by: { $0.1.statistic < $1.1.statistic }),
        nearest.1.p > agrees
      else { return false }
      sources.append(nearest.0)
    }
    return Set(sources).count == sources.count
  }

  private static func areUnits(
    _ moved: [Int], _ before: [[Double]], _ now: [[Double]]
  ) -> Bool {
    var factors: [Double] = []
    for j in moved {
      let factor = meanSize(now[j]) / meanSize(before[j])
      guard factor.isFinite, factor > 0, max(factor, 1 / factor) >= leastFactor,
        p(before[j], now[j].map { $0 / factor }) > agrees
      else { return false }
      factors.append(Double.log(factor))
    }
    guard let low = factors.min(), let high = factors.max() else { return false }
    return high - low < 0.2 || 2 * moved.count <= before.count
  }

  private static func meanSize(_ values: [Double]) -> Double {
    values.reduce(0) { $0 + abs($1) } / Double(values.count)
  }
}
