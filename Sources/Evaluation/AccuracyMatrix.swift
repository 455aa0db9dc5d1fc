internal import Core

/// The accuracy matrix R: `R[s, j]` is the accuracy on concept j's held-out set at the end of
/// segment s; in regression R², the share of the labels' variance explained there.
///
/// Its rows are segments, its columns concepts in order of first appearance. With concepts that
/// return there are more rows than columns, so the "diagonal" of the formulas is R[l(j), j], with
/// l(j) the first segment of concept j. Segments that a diverged run never ended have no row. A
/// mean of which one term is missing is undefined.
struct AccuracyMatrix: Sendable {
  /// The rows, [segments][concepts]; `nil` where the run did not get there.
  private let rows: [[Double]?]
  /// The concept of each segment.
  private let concepts: [Int]
  /// l(j), the first segment of each concept; `nil` for one that no segment is under.
  private let first: [Int?]

  /// Every examination, in order, and the segment it lies in.
  private let points: [(step: Int, segment: Int, endsIt: Bool, accuracies: [Double])]

  /// The examinations of a log.
  init(_ log: RunLog) {
    var rows: [[Double]?] = log.segments.map { _ in nil }
    var points: [(step: Int, segment: Int, endsIt: Bool, accuracies: [Double])] = []
    var current = 0
    for point in log.evaluations {
      if let segment = point.segment { rows[segment] = point.accuracies }
      points.append(
        (point.step, point.segment ?? current, point.segment != nil, point.accuracies))
      if let segment = point.segment { current = segment + 1 }
    }
    self.points = points
    let concepts = log.segments.map(\.concept)
    self.rows = rows
    self.concepts = concepts
    first = log.concepts.map { concepts.firstIndex(of: $0.index) }
  }

  /// R[s, j]; `nil` where the run did not get there.
  private subscript(segment: Int, concept: Int) -> Double? { rows[segment]?[concept] }

  /// The last segment, S.
  private var last: Int { rows.count - 1 }

  /// The concepts that were learned and are not the one of the last segment, with their l(j).
  private var past: [(concept: Int, first: Int)] {
    first.indices.compactMap { j in
      guard let l = first[j], j != concepts[last] else { return nil }
      return (j, l)
    }
  }

  /// Final accuracy, mean_j R[S, j].
  var finalAccuracy: Double? {
    rows.isEmpty ? nil : mean(first.indices.map { self[last, $0] })
  }

  /// Average incremental accuracy, mean_s mean_{j: l(j) ≤ s} R[s, j].
  var averageIncrementalAccuracy: Double? {
    mean(
      rows.indices.map { s in
        mean(seen(in: s).map { self[s, $0] })
      })
  }

  /// Average anytime accuracy, the mean over all examinations of the mean over the concepts seen by
  /// then.
  var averageAnytimeAccuracy: Double? {
    guard let end = rows.last, end != nil else { return nil }
    return mean(points.map { point in mean(seen(in: point.segment).map { point.accuracies[$0] }) })
  }

  /// The concepts whose first segment is segment `s` or an earlier one.
  private func seen(in s: Int) -> [Int] { first.indices.filter { (first[$0] ?? .max) <= s } }

  /// Accuracy on concepts when they were first learned, mean_j R[l(j), j] over every concept.
  var learningAccuracy: Double? {
    mean(first.indices.map { j in first[j].flatMap { self[$0, j] } })
  }

  /// Minimum accuracy, mean_j min_n A_j(n) over past concepts, n the examinations after the end of
  /// segment l(j).
  var minimumAccuracy: Double? {
    guard let end = rows.last, end != nil else { return nil }
    return mean(
      past.map { j, l in
        let end = points.firstIndex { $0.endsIt && $0.segment == l }
        return end.flatMap { points[($0 + 1)...].map { $0.accuracies[j] }.min() }
      })
  }

  /// Worst-case accuracy, A_now / k + (1 − 1 / k) · minimum accuracy, A_now that on the last
  /// segment's concept at the end and k − 1 the number of past concepts.
  var worstCaseAccuracy: Double? {
    guard let concept = concepts.last, let now = self[last, concept] else { return nil }
    guard !past.isEmpty else { return now }
    let k = Double(past.count + 1)
    return minimumAccuracy.map { now / k + (1 - 1 / k) * $0 }
  }

  /// Stability gap, mean over switches τ (ends of segments but the last) of mean_j (A_j(τ) − min_n A_j(n))
  /// over the concepts seen by τ and not switched to, n the examinations within `window` steps after τ;
  /// switches without one are left out.
  func stabilityGap(window: Int) -> Double? {
    let gaps = points.indices.compactMap { i -> Double? in
      let (step, segment, endsIt, before) = points[i]
      guard endsIt, segment < last else { return nil }
      let after = points[(i + 1)...].prefix {
        $0.step <= step + window && $0.segment == segment + 1
      }
      let old = seen(in: segment).filter { $0 != concepts[segment + 1] }
      guard !after.isEmpty, !old.isEmpty else { return nil }
      return mean(old.map { j in after.map { $0.accuracies[j] }.min().map { before[j] - $0 } })
    }
    return mean(gaps)
  }

  /// Backward transfer, mean_j (R[S, j] − R[l(j), j]) over past concepts.
  var backwardTransfer: Double? {
    mean(past.map { j, l in difference(self[last, j], self[l, j]) })
  }

  /// Forgetting, mean_j (max_{l(j) ≤ s < S} R[s, j] − R[S, j]) over past concepts.
  var forgetting: Double? {
    mean(
      past.map { j, l in
        let before = (l..<last).map { self[$0, j] }
        return difference(
          before.contains(nil) ? nil : before.compactMap(\.self).max(), self[last, j])
      })
  }

  /// Forward transfer, mean_j (R[l(j) − 1, j] − b[j]) over the concepts that come after the first.
  /// `untrained` is b, [concepts].
  func forwardTransfer(untrained: [Double]) -> Double? {
    guard untrained.count == first.count else { return nil }
    let later = first.indices.filter { (first[$0] ?? 0) > 0 }
    return mean(later.map { j in first[j].flatMap { difference(self[$0 - 1, j], untrained[j]) } })
  }
}

/// a − b, where both are known.
private func difference(_ a: Double?, _ b: Double?) -> Double? {
  guard let a, let b else { return nil }
  return a - b
}

/// The mean of numbers that are all known; `nil` where one is not, and where there are none.
func mean(_ values: [Double?]) -> Double? {
  guard !values.isEmpty, !values.contains(nil) else { return nil }
  return values.reduce(0) { $0 + ($1 ?? 0) } / Double(values.count)
}
