internal import Core
internal import Numerics

// What validation is charged for: closed forms in rows n, columns d and rows of the reference m, one operation a
// comparison, sum or product, ⌈log₂⌉ of them a value sorted.

extension BatchScreen {
  /// n d (21 + 6): a sketch of every value, and what finite numbers, duplicates and associations take; and 64 d to
  /// bound the checks.
  static func flops(rows n: Int, columns d: Int) -> Int {
    (n * (ColumnSketch.flopsPerValue + 6) + 64) * d
  }

  /// 21 d for each batch that is added up.
  static func flops(columns d: Int) -> Int { ColumnSketch.flopsPerValue * d }
}

extension RowProfile {
  /// n d (⌈log₂ n⌉ + 16): sorts every column, counts and correlates it.
  static func flops(rows n: Int, columns d: Int) -> Int {
    (Operations.sorting(n) + 16 * n) * d
  }
}

extension BatchReference {
  /// d (m (⌈log₂ m⌉ + 16) + Σ (2 n_b + min(m, 1024))): sorts and correlates the columns of all batches together, and
  /// holds every batch b against them.
  static func flops(_ rows: [Int], columns d: Int) -> Int {
    let m = rows.reduce(0, +)
    let compared = rows.reduce(0) { $0 + 2 * $1 + min(m, ColumnProfile.capacity) }
    return d * (Operations.sorting(m) + 16 * m + compared)
  }
}
