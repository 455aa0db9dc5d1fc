public import Numerics

/// Alarms that look at nothing, as many as a detector gave: what its scores are to be held against.
public enum AlarmControl: String, Hashable, Sendable, CaseIterable {
  /// One every k rows, k = rows / alarms, at ⌊(u + j) k⌋ with one u ~ U[0, 1) for j = 0, 1, …: with a fixed
  /// u, whether a drift is met would hang on where it happens to lie.
  case every
  /// Rows drawn without replacement, each as likely.
  case random

  /// Most alarms drawn for one score, so that a detector that cannot be silent does not take long.
  private static let mostAlarms = 1_000_000

  /// The counts over several draws of `alarms` alarms, which pools their scores.
  ///
  /// - Parameters:
  ///   - draws: at most this many, and at least one.
  ///   - root: draw i comes from the child of the control's name and i.
  public func scores(
    alarms: Int, in windows: DetectionWindows, draws: Int, root: RandomStream
  ) -> DetectionScores {
    var total = DetectionScores()
    for draw in 0..<Self.draws(draws, of: alarms) {
      var random = root.child(rawValue, draw)
      let rows = rows(alarms, of: windows.rows, using: &random)
      total += DetectionScores(alarms: rows, in: windows)
    }
    return total
  }

  /// How many draws there are where at most `draws` are wanted.
  static func draws(_ draws: Int, of alarms: Int) -> Int {
    max(1, min(draws, mostAlarms / max(alarms, 1)))
  }

  /// The rows of one draw, ascending and distinct.
  func rows(_ alarms: Int, of rows: Int, using random: inout RandomStream) -> [Int] {
    precondition(0 <= alarms && alarms <= rows, "\(alarms) alarms in \(rows) rows")
    switch self {
    case .every:
      let spacing = Double(rows) / Double(max(alarms, 1))
      let phase = random.uniform()
      return (0..<alarms).map { min(rows - 1, Int((phase + Double($0)) * spacing)) }
    case .random: return Self.sample(alarms, of: rows, using: &random)
    }
  }

  /// A sample without replacement, sorted (Bentley & Floyd, *A sample of brilliance*, CACM 1987).
  private static func sample(
    _ count: Int, of rows: Int, using random: inout RandomStream
  ) -> [Int] {
    var chosen: Set<Int> = []
    chosen.reserveCapacity(count)
    for last in rows - count..<rows {
      if !chosen.insert(random.integer(below: last + 1)).inserted { chosen.insert(last) }
    }
    return chosen.sorted()
  }
}
