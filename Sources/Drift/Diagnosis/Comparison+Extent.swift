internal import Core
internal import Numerics

/// How far a drift goes, how fast it came, and whether it has been there before.
extension DriftDiagnoser.Comparison {
  /// The share of slices that changed.
  mutating func breadth(
    _ tests: LawTests, _ kind: DriftKind, using random: inout RandomStream
  ) -> Diagnosis.Breadth? {
    let lambda = options.sliceLevel
    if kind == .concept {
      let slices = charge(tests.labelsInEachSlice(using: &random)).groups
      let share = min(
        1, tests.movedShare(changed: slices.map { $0.map { $0 <= lambda } ?? false }))
      // Half a slice on either side, as shares of whole slices have it (Newcombe 1998).
      let half = 0.5 / Double(slices.count)
      guard let low = WilsonInterval.interval(share: max(0, share - half), of: slices.count),
        let high = WilsonInterval.interval(share: min(1, share + half), of: slices.count)
      else { return nil }
      return Diagnosis.Breadth(
        share: share, low: low.lowerBound, high: high.upperBound, slices: slices.count)
    }
    guard kind == .covariate else { return nil }
    let values = sliceMasses(tests)
    let count = values.count { $0 <= lambda }
    guard let interval = WilsonInterval.interval(count, of: values.count) else { return nil }
    func share(_ r: Double) -> Double { max(0, min(1, (r - lambda) / (1 - lambda))) }
    return Diagnosis.Breadth(
      share: share(Double(count) / Double(values.count)), low: share(interval.lowerBound),
      high: share(interval.upperBound), slices: values.count)
  }

  /// p of each slice to hold as many of the rows as before: two proportions, normal.
  private func sliceMasses(_ tests: LawTests) -> [Double] {
    let (n, m) = (Double(tests.referenceRows), Double(tests.currentRows))
    return tests.sliceCounts.map { counts in
      let (a, b) = (Double(counts.before), Double(counts.now))
      let share = (a + b) / (n + m)
      let deviation = (share * (1 - share) * (1 / n + 1 / m)).squareRoot()
      guard deviation > 0 else { return 1 }
      return 2 * Distribution.normalCDF(-abs(a / n - b / m) / deviation)
    }
  }

  func speed(_ tests: LawTests, _ kind: DriftKind) -> Diagnosis.Speed? {
    let trail = diagnoser.labelled.trail
    let values = tests.evidence(of: trail, kind)
    var (steps, sums, rows) = ([Int](), [Double](), [Double]())
    for (i, step) in trail.steps.enumerated() {
      if steps.last != step {
        steps.append(step)
        sums.append(0)
        rows.append(0)
      }
      sums[sums.count - 1] += values[i]
      rows[rows.count - 1] += 1
    }
    return TransitionFit(steps: steps, means: zip(sums, rows).map { $0 / $1 }, rows: rows).speed
  }

  /// Since when rows like those from the onset on had been there before.
  mutating func seen(since onset: Int?, using random: inout RandomStream) -> Int? {
    let current = diagnoser.labelled.current
    let rows = current.gather(
      current.steps.indices.filter { current.steps[$0] >= onset ?? 0 })
    guard rows.count >= DriftDiagnoser.leastRows else { return nil }
    var best: (p: Double, since: Int)?
    for regime in diagnoser.regimes where regime.rows.count >= 2 * DriftDiagnoser.leastRows {
      let tests = tests(regime.rows, rows)
      let least = min(
        charge(tests.labelsGivenSlice(using: &random)).p,
        charge(tests.labelShares(using: &random)).p, tests.columnsGivenLabel())
      let p = min(1, 3 * least)
      if p > options.explained, p > best?.p ?? 0 { best = (p, regime.since) }
    }
    return best?.since
  }
}
