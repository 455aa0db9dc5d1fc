/// How the predictions for the held-out rows of all concepts changed from one examination to the
/// next.
public struct Flips: Hashable, Sendable {
  /// Rows compared.
  public var rows = 0
  /// Rows predicted right before and wrong now.
  public var negative = 0
  /// Rows predicted wrong before and right now.
  public var positive = 0
  /// Rows predicted otherwise than before.
  public var changed = 0

  /// No rows, unless counts are given.
  public init(rows: Int = 0, negative: Int = 0, positive: Int = 0, changed: Int = 0) {
    self.rows = rows
    self.negative = negative
    self.positive = positive
    self.changed = changed
  }

  /// Compares two predictions for a row.
  public mutating func add(label: Float, before: Float, now: Float) {
    rows += 1
    if before != now { changed += 1 }
    if before == label && now != label { negative += 1 }
    if before != label && now == label { positive += 1 }
  }
}
