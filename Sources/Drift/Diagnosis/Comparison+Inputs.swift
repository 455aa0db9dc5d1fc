internal import Core
internal import Numerics

/// Whether p(x) has changed, and how columns came to be others.
extension DriftDiagnoser.Comparison {
  /// p(x).
  mutating func inputsHaveMoved(using random: inout RandomStream) throws -> Bool {
    let (reference, current) = (diagnoser.inputs.reference.rows, diagnoser.inputs.current)
    guard reference.count >= DriftDiagnoser.leastRows, current.count >= DriftDiagnoser.leastRows
    else { return false }
    let (before, now) = (reference.matrix(columns), current.matrix(columns))
    let least = KolmogorovSmirnovTest.leastP(
      (0..<before.columns).lazy.map {
        (Samples.column($0, of: before), Samples.column($0, of: now))
      }, exactBelow: 10 * level / Double(2 * before.columns))
    let single = min(1, least * Double(before.columns))
    let joint = try ClassifierTest(squares: columns.count <= 16, ridge: 0.1)
      .compare(before, now, using: &random)
    let p = min(1, 2 * min(single, joint.p))
    note("inputs", joint.statistic, p, reference.count, current.count)
    return p < level
  }

  /// Whether columns are others of the reference, or in other units.
  func origins() -> (check: String, columns: [Int])? {
    let newest = diagnoser.inputs.current
    let steps = newest.steps.suffix(1).first.map { last in
      newest.steps.indices.filter { newest.steps[$0] > last - 2 }
    }
    let reference = diagnoser.inputs.reference.rows.matrix(columns)
    for rows in [newest, newest.gather(steps ?? [])]
    where rows.count >= DriftDiagnoser.leastRows {
      if let found = ColumnOrigins.find(reference, rows.matrix(columns)) { return found }
    }
    return nil
  }
}
