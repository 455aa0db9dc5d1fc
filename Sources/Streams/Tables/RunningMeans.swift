/// Puts the mean of a column's numbers so far in the place of those that are missing: nothing is known from
/// later rows. 0 before the first number.
struct RunningMeans {
  private let offsets: [Int]
  private var sums: [Double]
  private var counts: [Double]

  init(_ offsets: [Int]) {
    self.offsets = offsets
    sums = offsets.map { _ in 0 }
    counts = sums
  }

  /// Fills in what is missing, NaN, of the next row.
  mutating func fill(_ row: inout [Float]) {
    for (i, offset) in offsets.enumerated() {
      if row[offset].isNaN {
        row[offset] = counts[i] > 0 ? Float(sums[i] / counts[i]) : 0
      } else {
        sums[i] += Double(row[offset])
        counts[i] += 1
      }
    }
  }
}
