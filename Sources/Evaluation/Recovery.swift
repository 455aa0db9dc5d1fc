internal import Core

/// How long a run took to get over the known drifts of its stream; a recording has none.
///
/// The level before a drift is the mean over the 10 steps before its transition begins (fewer if the
/// transition before it ended later than that). The run has recovered at the first step, not before the
/// transition has ended, from which the mean over 10 steps is within .01 of that level. Compared is the
/// distance to the Bayes accuracy where every step's is known, else accuracy: a new concept may be
/// harder for anyone. Steps count from the end of the transition (from the drift, when it is abrupt).
/// A drift is censored, not averaged, when the next transition or the end of the log comes first; drifts
/// that the log does not reach, or that have no level before them, are left out.
struct Recovery: Hashable, Sendable {
  /// Steps of the mean, and of the level.
  static let span = 10
  /// How far from the level counts as recovered.
  static let tolerance = 0.01

  /// Steps until the run recovered from each drift; `nil` where it is censored.
  let times: [Int?]

  /// Known times.
  init(times: [Int?]) { self.times = times }

  /// The recoveries of a run, in the order of its drifts.
  init(_ scores: RunScores) {
    let segments = scores.log.segments
    times = segments.indices.dropFirst().filter { segments[$0].isDrift }.compactMap { i in
      let next = i + 1 < segments.count ? segments[i + 1] : nil
      let drift = Drift(segments[i], after: segments[i - 1], before: next, in: scores)
      return drift.map { $0.recovery(in: scores) }
    }
  }

  /// Mean steps over the drifts that the run recovered from; `nil` if there are none.
  var meanTime: Double? { mean(times.compactMap(\.self).map(Double.init)) }

  /// Drifts that it did not recover from; `nil` if there was no drift.
  var censored: Int? { times.isEmpty ? nil : times.count { $0 == nil } }
}

/// A transition that the log reaches, and the steps around it.
private struct Drift {
  /// The shortfall before it.
  private let level: Double
  /// The steps behind it, until the next transition begins.
  private let steps: Range<Int>

  init?(_ segment: Segment, after previous: Segment, before next: Segment?, in scores: RunScores) {
    let (batch, count) = (scores.log.batch, scores.log.steps.count)
    let (begin, end) = (Drift.begin(of: segment, batch), Drift.end(of: segment, batch))
    let calm = max(Drift.end(of: previous, batch), begin - Recovery.span)
    guard calm < begin, end < count, let level = scores.shortfall(calm..<begin) else { return nil }
    self.level = level
    steps = end..<max(end, min(count, next.map { Drift.begin(of: $0, batch) } ?? count))
  }

  /// The first step that the transition into a segment touches.
  private static func begin(of segment: Segment, _ batch: Int) -> Int {
    segment.transitionStart / batch
  }

  /// The first step that lies wholly behind the transition into a segment.
  private static func end(of segment: Segment, _ batch: Int) -> Int {
    (segment.start + segment.width / 2 + batch - 1) / batch
  }

  /// Steps until the mean over the steps from there on is back at the level; `nil` if it never is.
  func recovery(in scores: RunScores) -> Int? {
    let bound = level + Recovery.tolerance + 1e-9  // a distance of exactly .01 counts
    return (0..<max(0, steps.count - Recovery.span + 1)).first { time in
      let start = steps.lowerBound + time
      return scores.shortfall(start..<start + Recovery.span).map { $0 <= bound } ?? false
    }
  }
}
