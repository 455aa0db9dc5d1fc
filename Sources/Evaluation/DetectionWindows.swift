public import Core

/// The rows in which an alarm counts as the detection of a drift.
///
/// The window of a drift begins with the first row of its transition (`KnownDrift.start`) and ends `window`
/// rows after the transition's last, or where the next window begins, or with the stream: an alarm belongs
/// to the latest drift that has begun. An abrupt drift has a window of `window` rows. A sigmoid transition
/// goes on thinly before and after its width; its window takes no notice.
public struct DetectionWindows: Hashable, Sendable {
  /// What an alarm is worth.
  public enum Verdict: Hashable, Sendable {
    /// The first in the window of a drift, `delay` rows after the window's first.
    case detection(drift: Int, delay: Int)
    /// A later one in the same window: neither right nor false.
    case repeated(drift: Int)
    /// In no window.
    case unfounded
  }

  /// Rows of the stream.
  public let rows: Int
  /// The window of each drift, in order; disjoint.
  public let windows: [Range<Int>]

  /// The windows of drifts in the order of their first rows, which lie in 0 ..< `rows`. Of two that begin
  /// together the first has no rows.
  public init(_ drifts: [KnownDrift], rows: Int, window: Int) {
    precondition(window > 0, "a window of \(window) rows")
    self.rows = rows
    windows = drifts.indices.map { i in
      let next = i + 1 < drifts.count ? drifts[i + 1].start : rows
      precondition(0 <= drifts[i].start && drifts[i].start <= next, "drifts out of order")
      // Written so that a window of any length does not overflow.
      let end = window < rows - drifts[i].end ? drifts[i].end + window : rows
      return drifts[i].start..<min(end, next)
    }
  }

  /// Rows in no window: where alarms are false, and what their frequency is counted over.
  public var rowsOutside: Int { windows.reduce(rows) { $0 - $1.count } }

  /// What each alarm is worth; `alarms` are rows, ascending.
  public func verdicts(on alarms: [Int]) -> [Verdict] {
    var (begun, lastDetected) = (-1, -1)
    return alarms.map { row in
      while begun + 1 < windows.count, windows[begun + 1].lowerBound <= row { begun += 1 }
      guard begun >= 0, windows[begun].contains(row) else { return .unfounded }
      if begun == lastDetected { return .repeated(drift: begun) }
      lastDetected = begun
      return .detection(drift: begun, delay: row - windows[begun].lowerBound)
    }
  }
}
