internal import Core
public import Numerics

extension ScheduledStream {
  /// The share of rows, `count` of each of two concepts, whose most probable label under the one concept is
  /// not that under the other; `nil` where a density is unknown. Its standard error is at most
  /// ½/√(2·count).
  public func disagreement(
    _ a: Int, _ b: Int, count: Int, using random: inout RandomStream
  ) -> Double? {
    var (rows, differing) = (0, 0)
    for concept in [a, b] {
      let examples = holdout(concept, count: count, using: &random)
      for i in 0..<examples.count {
        let row = examples.features.row(i)
        guard let first = bestLabel(row, concept: a), let second = bestLabel(row, concept: b)
        else { return nil }
        differing += first == second ? 0 : 1
      }
      rows += examples.count
    }
    return rows > 0 ? Double(differing) / Double(rows) : nil
  }

  private func bestLabel(_ row: ArraySlice<Float>, concept: Int) -> Int? {
    var density = schema.classes.map { _ in 0.0 }
    guard snapshots[concept].addJointDensity(of: row, weight: 1, to: &density) else { return nil }
    return density.indices.max { density[$0] < density[$1] }
  }
}
