internal import Core
internal import Numerics

/// What is wrong with how rows reach the system, seen in the rows of one step against earlier ones.
///
/// * `not-finite`: a value is NaN or infinite.
/// * `constant-columns`: one value fills a share of a column that is beyond chance, held against its share in the
///   reference by Chernoff's bound n · KL(share ‖ reference share) > ln(d / δ), δ = 1e-6. Only values that are
///   new to the reference (fewer than 1 %), or that fill the whole column, count: else a change of p(x) would.
/// * `out-of-range`: more than 5 % of a column lie beyond the reference's range by more than its width.
/// * `duplicated-rows`: rows equal the one before them more often than in the reference, by the same bound, at
///   least a tenth of the rows.
///
/// Steps of fewer than ten rows are only looked at for values that are not finite.
///
/// Source: own definition, after Breck et al., *Data validation for machine learning*, SysML 2019.
struct InputQuality: Sendable, Codable {
  /// A check that failed.
  struct Finding: Hashable, Sendable, Codable {
    let check: String
    /// The share of the values, or rows, concerned.
    let share: Double
    /// What it was held against.
    let threshold: Double
    /// The columns concerned.
    let columns: [Int]
    let rows: Int
  }

  private static let falseAlarms = 1e-6
  private static let leastRows = 10
  private static let newValue = 0.01
  private static let outsideShare = 0.05
  private static let duplicateShare = 0.1

  /// Range of each column.
  private var low: [Float], high: [Float]
  /// Rows seen, and those equal to the row before them.
  private var rows = 0, duplicates = 0

  init(width: Int) {
    low = Array(repeating: .infinity, count: width)
    high = Array(repeating: -.infinity, count: width)
  }

  /// Learns from rows that nothing is wrong with.
  mutating func learn(_ x: Matrix<Float>) {
    let found = x.columnExtremes
    for j in low.indices {
      low[j] = min(low[j], found.low[j])
      high[j] = max(high[j], found.high[j])
    }
    rows += x.rows
    duplicates += Self.duplicates(in: x)
  }

  /// 24 n d: finite numbers, extremes, and pairs of equal ones among about 40 rows.
  static func flops(rows n: Int, columns d: Int) -> Int { 24 * n * d }

  private static func duplicates(in x: Matrix<Float>) -> Int {
    (1..<max(1, x.rows)).count { x.row($0) == x.row($0 - 1) }
  }

  /// What is wrong with rows, held against what was learned and a sample of the reference.
  func check(_ x: Matrix<Float>, against sample: Matrix<Float>) -> [Finding] {
    var findings: [Finding] = []
    guard x.isFinite else {
      let broken = low.indices.filter { j in (0..<x.rows).contains { !x[$0, j].isFinite } }
      let count = (0..<x.rows).count { i in !x.row(i).allSatisfy(\.isFinite) }
      findings.append(finding("not-finite", count, 0, broken, x))
      return findings
    }
    guard x.rows >= Self.leastRows, rows > 0, sample.rows > 0 else { return findings }
    var constant: [Int] = []
    var outside: [Int] = []
    var most = (constant: 0, outside: 0)
    for j in x.columnsWithRepeats(atLeast: leastCount(of: x.rows, sample.rows)) {
      if let count = isConstant((0..<x.rows).map { x[$0, j] }, j, sample) {
        constant.append(j)
        most.constant = max(most.constant, count)
      }
    }
    let found = x.columnExtremes
    for j in low.indices {
      let span = high[j] - low[j]
      if found.low[j] >= low[j] - span && found.high[j] <= high[j] + span { continue }
      let count = (0..<x.rows).count { x[$0, j] < low[j] - span || x[$0, j] > high[j] + span }
      if Double(count) > Self.outsideShare * Double(x.rows) && span > 0 {
        outside.append(j)
        most.outside = max(most.outside, count)
      }
    }
    if !constant.isEmpty {
      findings.append(finding("constant-columns", most.constant, Self.newValue, constant, x))
    }
    if !outside.isEmpty {
      findings.append(finding("out-of-range", most.outside, Self.outsideShare, outside, x))
    }
    let count = Self.duplicates(in: x)
    let usual = Double(duplicates + 1) / Double(rows + 2)
    if Double(count) >= Self.duplicateShare * Double(x.rows),
      Self.isBeyondChance(count, of: x.rows, usual, tests: 1)
    {
      findings.append(finding("duplicated-rows", count, usual, Array(low.indices), x))
    }
    return findings
  }

  private func finding(
    _ check: String, _ count: Int, _ threshold: Double, _ columns: [Int], _ x: Matrix<Float>
  ) -> Finding {
    Finding(
      check: check, share: Double(count) / Double(x.rows), threshold: threshold, columns: columns,
      rows: x.rows)
  }

  /// The fewest rows of n that a value must fill to be beyond chance, in whatever share of the sample it had been.
  private func leastCount(of n: Int, _ sampleRows: Int) -> Int {
    let least = 1 / Double(sampleRows + 2)
    return (3..<max(n, 4)).first {
      Self.isBeyondChance($0, of: n, least, tests: low.count)
    } ?? n
  }

  /// How often the most frequent value of a column occurs, where that is beyond chance.
  private func isConstant(_ column: [Float], _ j: Int, _ sample: Matrix<Float>) -> Int? {
    let sorted = column.sorted()
    var best = (value: sorted[0], count: 0)
    var start = 0
    for i in 1...sorted.count where i == sorted.count || sorted[i] != sorted[start] {
      if i - start > best.count { best = (sorted[start], i - start) }
      start = i
    }
    guard best.count > 2 else { return nil }
    let before = (0..<sample.rows).count { sample[$0, j] == best.value }
    let usual = Double(before + 1) / Double(sample.rows + 2)
    guard before < Int(Self.newValue * Double(sample.rows)) || best.count == column.count,
      before < sample.rows
    else { return nil }
    return Self.isBeyondChance(best.count, of: column.count, usual, tests: low.count)
      ? best.count : nil
  }

  /// Chernoff's bound on the upper tail of a binomial.
  static func isBeyondChance(_ count: Int, of n: Int, _ usual: Double, tests: Int) -> Bool {
    let share = Double(count) / Double(n)
    guard share > usual else { return false }
    var divergence = share * Double.log(share / usual)
    if share < 1 { divergence += (1 - share) * Double.log((1 - share) / (1 - usual)) }
    return Double(n) * divergence > Double.log(Double(tests) / falseAlarms)
  }
}
