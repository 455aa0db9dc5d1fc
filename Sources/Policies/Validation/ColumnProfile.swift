import Foundation

/// What the values of one feature look like in some rows.
struct ColumnProfile: Codable, Hashable {
  /// In increasing order; at most ``capacity`` of them, evenly spaced by rank.
  let sorted: [Float]
  /// The least and the greatest; `nil` without any.
  let range: ClosedRange<Float>?
  /// Share of the most frequent value.
  let modalShare: Double
  /// Whether there are more than two values.
  let isNumber: Bool
  /// Mean absolute value of those that are not 0; `nil` without any.
  let scale: Double?
  /// How many are not 0.
  private let nonZero: Int

  /// Values kept: shares are then wrong by 1/1024 at most.
  static let capacity = 1024

  init(_ values: [Float]) {
    let values = values.sorted()
    var (run, longest, distinct) = (0, 0, 0)
    var (sum, count) = (0.0, 0)
    for (i, value) in values.enumerated() {
      if i > 0 && value == values[i - 1] { run += 1 } else { (run, distinct) = (1, distinct + 1) }
      longest = max(longest, run)
      if value != 0 { (sum, count) = (sum + Double(abs(value)), count + 1) }
    }
    modalShare = values.isEmpty ? 0 : Double(longest) / Double(values.count)
    isNumber = distinct > 2
    scale = count > 0 ? sum / Double(count) : nil
    nonZero = count
    range = values.isEmpty ? nil : values[0]...values[values.count - 1]
    sorted = Self.thinned(values)
  }

  /// All values of several columns, as far as they were kept.
  init(merging columns: [ColumnProfile]) {
    // Runs in increasing order are sorted fast.
    let kept = ColumnProfile(columns.flatMap(\.sorted))
    (sorted, modalShare, isNumber) = (kept.sorted, kept.modalShare, kept.isNumber)
    let ranges = columns.compactMap(\.range)
    range = ranges.first.map { first in
      ranges.reduce(first) {
        min($0.lowerBound, $1.lowerBound)...max($0.upperBound, $1.upperBound)
      }
    }
    nonZero = columns.reduce(0) { $0 + $1.nonZero }
    let sum = columns.reduce(0) { $0 + ($1.scale ?? 0) * Double($1.nonZero) }
    scale = nonZero > 0 ? sum / Double(nonZero) : nil
  }

  private static func thinned(_ values: [Float]) -> [Float] {
    values.count <= capacity
      ? values : (0..<capacity).map { values[(2 * $0 + 1) * values.count / (2 * capacity)] }
  }

  /// max_x |F(x) − G(x)| of the two empirical distribution functions (Kolmogorov–Smirnov), as far as values
  /// were kept. O(n + m).
  func distance(from reference: ColumnProfile) -> Double {
    let other = reference.sorted
    guard !sorted.isEmpty, !other.isEmpty else { return 0 }
    let (n, m) = (Double(sorted.count), Double(other.count))
    var (greatest, i, j) = (0.0, 0, 0)
    // Between two values of the batch the reference only grows: the ends are enough.
    while i < sorted.count {
      let value = sorted[i]
      while j < other.count && other[j] < value { j += 1 }
      greatest = max(greatest, abs(Double(i) / n - Double(j) / m))
      while i < sorted.count && sorted[i] == value { i += 1 }
      while j < other.count && other[j] == value { j += 1 }
      greatest = max(greatest, abs(Double(i) / n - Double(j) / m))
    }
    return greatest
  }

  /// Decimal digits of improbability that all of so many rows have one value, each drawn from here.
  func improbability(ofConstant rows: Int) -> Double {
    sorted.isEmpty ? 0 : -Double(rows) * log10(modalShare)
  }
}
