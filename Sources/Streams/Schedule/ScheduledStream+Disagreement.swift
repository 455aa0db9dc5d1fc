internal import Core
public import Numerics

extension ScheduledStream {
  /// The share of rows, `count` of each of two concepts, whose most probable label under the one concept
  /// is not that under the other; `nil` where a density is unknown. Rows that one of the two never gives
  /// have no most probable label there: they count as rows on which the two do not differ. Its standard
  /// error is at most ½/√(2·count).
  public func disagreement(
    _ a: Int, _ b: Int, count: Int, using random: inout RandomStream
  ) -> Double? {
    var (rows, differing) = (0, 0)
    var (first, second) = (schema.classes.map { _ in 0.0 }, schema.classes.map { _ in 0.0 })
    for concept in [a, b] {
      let examples = holdout(concept, count: count, using: &random)
      for i in 0..<examples.count {
        let row = examples.features.row(i)
        guard isKnown(row, concept: a, &first), isKnown(row, concept: b, &second) else {
          return nil
        }
        guard let best = Self.bestLabel(first), let other = Self.bestLabel(second) else { continue }
        differing += best == other ? 0 : 1
      }
      rows += examples.count
    }
    return rows > 0 ? Double(differing) / Double(rows) : nil
  }

  /// Sets the joint density of a row under a concept; false where it is unknown.
  private func isKnown(
    _ row: ArraySlice<Float>, concept: Int, _ density: inout [Double]
  ) -> Bool {
    for y in density.indices { density[y] = 0 }
    return snapshots[concept].addJointDensity(of: row, weight: 1, to: &density)
  }

  /// The most probable label; `nil` where none is possible.
  private static func bestLabel(_ density: [Double]) -> Int? {
    let best = density.indices.max { density[$0] < density[$1] }
    return best.flatMap { density[$0] > 0 ? $0 : nil }
  }
}
