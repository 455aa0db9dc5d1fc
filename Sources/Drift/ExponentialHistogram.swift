/// The window of ADWIN: the latest n values, kept as buckets of 2ⁱ values in O(log n) memory.
///
/// Row i holds at most `maxBuckets` buckets of 2ⁱ values, oldest first; larger rows are older. A full
/// row merges its two oldest buckets into one of the next row. All rows live in one flat array that
/// grows by a row when the window doubles and is never given back, so that a value costs no
/// allocation: amortized one merge.
///
/// Counts are multiplied as floating-point numbers. MOA multiplies 32-bit integers, which overflow
/// (16384 · 131072 = 2³¹) and corrupt its variance from windows of about 130 000 values on.
struct ExponentialHistogram: Sendable, Codable {
  /// The sum and the sum of squared deviations of 2ⁱ successive values.
  private struct Bucket: Codable {
    var sum: Double
    var deviation: Double
  }

  /// Number of values in the window, n.
  private(set) var count = 0
  /// Sum of the values, T.
  private(set) var sum = 0.0
  /// Sum of squared deviations from the mean, V.
  private(set) var deviation = 0.0

  private let maxBuckets: Int
  /// Buckets in use in each row; the last of the first `rowCount` rows is never empty.
  private var counts: [Int]
  private var rowCount = 1
  /// Row i at i · (maxBuckets + 1): one more than a row may keep, for the moment before a merge.
  private var buckets: [Bucket]

  /// An empty window whose rows hold at most `maxBuckets` ≥ 2 buckets.
  init(maxBuckets: Int) {
    precondition(maxBuckets >= 2, "\(maxBuckets) buckets a row")
    self.maxBuckets = maxBuckets
    counts = [0]
    buckets = Array(repeating: Bucket(sum: 0, deviation: 0), count: maxBuckets + 1)
  }

  /// Mean of the values, T / n; 0 when there are none.
  @inline(__always) var mean: Double { count == 0 ? 0 : sum / Double(count) }

  /// Forgets every value, keeping the memory.
  mutating func removeAll() {
    (count, sum, deviation) = (0, 0, 0)
    for row in 0..<rowCount { counts[row] = 0 }
    rowCount = 1
  }

  /// Adds the newest value: V ← V + (n−1)(x − T/(n−1))²/n with the T before x, then T ← T + x.
  @inline(__always)
  mutating func append(_ x: Double) {
    let difference = x - mean
    deviation += Double(count) * difference * difference / Double(count + 1)
    count += 1
    sum += x
    buckets[counts[0]] = Bucket(sum: x, deviation: 0)
    counts[0] += 1
    if counts[0] > maxBuckets { mergeFullRows() }
  }

  /// Merges the two oldest buckets a, b of every overfull row i into the next:
  /// v = v_a + v_b + 2ⁱ(u_a − u_b)²/2, u the bucket means.
  private mutating func mergeFullRows() {
    var row = 0
    while row < rowCount && counts[row] > maxBuckets {
      if row + 1 == rowCount { addRow() }
      let start = row * (maxBuckets + 1)
      let (a, b) = (buckets[start], buckets[start + 1])
      for i in start..<start + maxBuckets - 1 { buckets[i] = buckets[i + 2] }
      counts[row] -= 2
      let difference = a.sum - b.sum
      let between = difference * difference / (2 * Self.size(ofRow: row))
      buckets[start + maxBuckets + 1 + counts[row + 1]] = Bucket(
        sum: a.sum + b.sum, deviation: a.deviation + b.deviation + between)
      counts[row + 1] += 1
      row += 1
    }
  }

  private mutating func addRow() {
    rowCount += 1
    guard counts.count < rowCount else { return }
    counts.append(0)
    buckets.append(
      contentsOf: repeatElement(Bucket(sum: 0, deviation: 0), count: maxBuckets + 1))
  }

  /// Drops the oldest bucket (b values of mean u, deviation v): n ← n − b, T ← T − b·u,
  /// V ← V − v − b·n(u − T/n)²/(b + n) with the new n and T.
  mutating func dropOldest() {
    let row = rowCount - 1
    precondition(counts[row] > 0, "no bucket to drop")
    let start = row * (maxBuckets + 1)
    let oldest = buckets[start]
    let size = Self.size(ofRow: row)
    count -= 1 << row
    sum -= oldest.sum
    let difference = oldest.sum / size - mean
    let rest = Double(count)
    deviation -= oldest.deviation + size * rest * difference * difference / (size + rest)
    for i in start..<start + maxBuckets { buckets[i] = buckets[i + 1] }
    counts[row] -= 1
    while rowCount > 1 && counts[rowCount - 1] == 0 { rowCount -= 1 }
  }

  /// Whether `isCut` holds between any two neighbouring buckets, asked from the oldest on with the
  /// number n₀ and the sum S₀ of the values before the cut.
  @inline(__always)
  func containsCut(where isCut: (_ n0: Int, _ sum0: Double) -> Bool) -> Bool {
    var (n0, sum0) = (0, 0.0)
    var row = rowCount - 1
    while row >= 0 {
      let start = row * (maxBuckets + 1)
      for i in start..<start + counts[row] {
        n0 += 1 << row
        sum0 += buckets[i].sum
        if n0 < count && isCut(n0, sum0) { return true }
      }
      row -= 1
    }
    return false
  }

  /// The buckets from the oldest to the newest.
  var contents: [(count: Int, sum: Double, deviation: Double)] {
    (0..<rowCount).reversed().flatMap { row in
      (0..<counts[row]).map { i in
        let bucket = buckets[row * (maxBuckets + 1) + i]
        return (1 << row, bucket.sum, bucket.deviation)
      }
    }
  }

  @inline(__always)
  private static func size(ofRow row: Int) -> Double { Double(1 << row) }
}
