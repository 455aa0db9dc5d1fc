import Foundation

/// What the values of one feature look like in some rows.
struct ColumnProfile: Codable, Hashable {
  /// In increasing order.
  let sorted: [Float]
  /// Share of the most frequent value.
  let modalShare: Double
  /// Whether there are more than two values.
  let isNumber: Bool
  /// Mean absolute value of those that are not 0; `nil` without any.
  let scale: Double?

  init(_ values: [Float]) {
    sorted = values.sorted()
    var (run, longest, distinct) = (0, 0, 0)
    for (i, value) in sorted.enumerated() {
      if i > 0 && value == sorted[i - 1] { run += 1 } else { (run, distinct) = (1, distinct + 1) }
      longest = max(longest, run)
    }
    modalShare = sorted.isEmpty ? 0 : Double(longest) / Double(sorted.count)
    isNumber = distinct > 2
    let sizes = sorted.lazy.filter { $0 != 0 }.map { Double(abs($0)) }
    scale = sizes.isEmpty ? nil : sizes.reduce(0, +) / Double(sizes.count)
  }

  /// max_x |F(x) − G(x)| of the two empirical distribution functions (Kolmogorov–Smirnov).
  func distance(from reference: ColumnProfile) -> Double {
    guard !sorted.isEmpty, !reference.sorted.isEmpty else { return 0 }
    let (n, m) = (Double(sorted.count), Double(reference.sorted.count))
    var (greatest, i) = (0.0, 0)
    // Between two values of the batch the reference only grows: the ends are enough.
    while i < sorted.count {
      var end = i + 1
      while end < sorted.count && sorted[end] == sorted[i] { end += 1 }
      let below = Double(reference.count { $0 < sorted[i] }) / m
      let upTo = Double(reference.count { $0 <= sorted[i] }) / m
      greatest = max(greatest, abs(Double(i) / n - below), abs(Double(end) / n - upTo))
      i = end
    }
    return greatest
  }

  /// Decimal digits of improbability that all of so many rows have one value, each drawn from here.
  func improbability(ofConstant rows: Int) -> Double {
    guard !sorted.isEmpty else { return 0 }
    return -Double(rows) * log10(modalShare)
  }

  /// How many values belong to a part at the beginning, by bisection.
  private func count(_ belongs: (Float) -> Bool) -> Int {
    var (low, high) = (0, sorted.count)
    while low < high {
      let middle = (low + high) / 2
      if belongs(sorted[middle]) { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
