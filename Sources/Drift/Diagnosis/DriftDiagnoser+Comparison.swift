internal import Core
internal import Numerics

extension DriftDiagnoser {
  /// One look at the newest rows.
  struct Comparison {
    private let diagnoser: DriftDiagnoser
    private let step: Int
    private let columns: [Int]
    private var evidence: [Diagnosis.Evidence] = []

    private var options: Options { diagnoser.options }
    /// The level of each of the three tests.
    private var level: Double { options.level / 3 }

    init(_ diagnoser: DriftDiagnoser, step: Int) {
      (self.diagnoser, self.step) = (diagnoser, step)
      columns = Self.columns(
        of: diagnoser.inputs.reference.rows.features, most: diagnoser.options.columns)
    }

    /// How much there is to compare.
    var size: (reference: Int, current: Int, columns: Int, depth: Int, permutations: Int) {
      (
        diagnoser.inputs.reference.rows.count, diagnoser.inputs.currentCount, columns.count,
        options.depth, options.permutations
      )
    }

    /// Columns that vary, at most so many, evenly spread.
    private static func columns(of x: Matrix<Float>, most: Int) -> [Int] {
      let varying = (0..<x.columns).filter { j in
        (1..<max(1, x.rows)).contains { x[$0, j] != x[0, j] }
      }
      guard varying.count > most else { return varying }
      return (0..<most).map { varying[$0 * varying.count / most] }
    }

    /// The whole description.
    mutating func diagnosis(using random: inout RandomStream) throws -> Diagnosis {
      let broken = badData()
      guard !columns.isEmpty else { return told(broken == nil ? [] : [.dataQuality], broken) }
      let inputsMoved = try inputsHaveMoved(using: &random)
      if broken == nil, inputsMoved, let (check, moved) = origins() {
        evidence.append(
          Diagnosis.Evidence(
            check, statistic: Double(moved.count), threshold: 1,
            referenceRows: diagnoser.inputs.reference.rows.count,
            currentRows: diagnoser.inputs.currentCount))
        return told([.dataQuality], exact(moved.count))
      }
      let tests = lawTests()
      let found = tests.map { nature($0, inputsMoved, using: &random) }
      var kinds = found?.kinds ?? (inputsMoved ? [.covariate] : [])
      if broken != nil { kinds.insert(.dataQuality, at: 0) }
      guard let first = kinds.first, first != .dataQuality, let tests else {
        return told(kinds, broken)
      }
      let speed = speed(tests, first)
      return told(
        kinds, breadth(tests, first, found?.slices ?? []), speed,
        seen: seen(since: speed?.onset, using: &random))
    }

    private func told(
      _ kinds: [DriftKind], _ breadth: Diagnosis.Breadth?, _ speed: Diagnosis.Speed? = nil,
      seen: Int? = nil
    ) -> Diagnosis {
      Diagnosis(
        step: step, kinds: kinds, breadth: breadth, speed: speed, seenSince: seen,
        evidence: evidence)
    }

    /// A share of the columns.
    private func exact(_ count: Int) -> Diagnosis.Breadth {
      let width = diagnoser.inputs.reference.rows.features.columns
      let share = Double(count) / Double(max(width, 1))
      return Diagnosis.Breadth(share: share, low: share, high: share, slices: width)
    }

    /// Which share of the columns has bad data, if any has.
    private mutating func badData() -> Diagnosis.Breadth? {
      guard !diagnoser.findings.isEmpty else { return nil }
      var checks: [String] = []
      for finding in diagnoser.findings where !checks.contains(finding.check) {
        checks.append(finding.check)
        evidence.append(
          Diagnosis.Evidence(
            finding.check, statistic: finding.share, threshold: finding.threshold,
            referenceRows: diagnoser.inputs.reference.rows.count, currentRows: finding.rows))
      }
      return exact(Set(diagnoser.findings.flatMap(\.columns)).count)
    }

    private mutating func note(
      _ signal: String, _ statistic: Double, _ p: Double, of tests: Double = 3,
      _ reference: Int, _ current: Int, threshold: Double? = nil
    ) {
      evidence.append(
        Diagnosis.Evidence(
          signal, statistic: statistic, p: min(1, tests * p),
          threshold: threshold ?? options.level, referenceRows: reference, currentRows: current))
    }

    /// p(x).
    private mutating func inputsHaveMoved(using random: inout RandomStream) throws -> Bool {
      let (reference, current) = (diagnoser.inputs.reference.rows, diagnoser.inputs.current)
      guard reference.count >= DriftDiagnoser.leastRows, current.count >= DriftDiagnoser.leastRows
      else { return false }
      let (before, now) = (reference.matrix(columns), current.matrix(columns))
      let least = KolmogorovSmirnovTest.leastP(
        (0..<before.columns).lazy.map {
          (Samples.column($0, of: before), Samples.column($0, of: now))
        })
      let single = min(1, least * Double(before.columns))
      let joint = try ClassifierTest(squares: columns.count <= 16, ridge: 0.1)
        .compare(before, now, using: &random)
      let p = min(1, 2 * min(single, joint.p))
      note("inputs", joint.statistic, p, reference.count, current.count)
      return p < level
    }

    /// Whether columns are others of the reference, or in other units.
    private func origins() -> (check: String, columns: [Int])? {
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

    private func lawTests() -> LawTests? {
      let (reference, current) = (diagnoser.labelled.reference.rows, diagnoser.labelled.current)
      guard reference.count >= 2 * DriftDiagnoser.leastRows,
        current.count >= DriftDiagnoser.leastRows
      else { return nil }
      return tests(reference, current)
    }

    private func tests(_ reference: DiagnosedRows, _ current: DiagnosedRows) -> LawTests {
      LawTests(
        reference: reference, current: current, columns: columns,
        coding: LabelCoding(classes: diagnoser.classes, reference: reference.labels),
        depth: options.depth, permutations: options.permutations)
    }

    /// Which kinds of drift the labelled rows show, and the slices' own p.
    private mutating func nature(
      _ tests: LawTests, _ inputsMoved: Bool, using random: inout RandomStream
    ) -> (kinds: [DriftKind], slices: [Double?]) {
      let (n, m) = (tests.referenceRows, tests.currentRows)
      let shares = tests.labelShares(using: &random)
      note("labels", shares.statistic, shares.p, n, m)
      let sliced = tests.labelsGivenSlice(using: &random)
      var conditional = inputsMoved ? tests.labelsGivenPropensity(using: &random) : sliced
      var p = conditional.p
      // Errors within slices follow p(x) inside them too.
      if !inputsMoved,
        let errors = tests.errorsGivenSlice(leastRows: DriftDiagnoser.leastRows, using: &random)
      {
        note("errors given inputs", errors.statistic, errors.p, of: 6, n, m)
        if errors.p < p { conditional = errors }
        p = min(1, 2 * min(p, errors.p))
      }
      note("labels given inputs", conditional.statistic, p, n, m)
      let (labelsMoved, lawMoved) = (shares.p < level, p < level)
      guard labelsMoved || lawMoved || inputsMoved else { return ([], sliced.groups) }
      let prior = labelsMoved ? explanation(tests, using: &random) : 0
      let isPrior = prior > options.explained
      let kinds: [DriftKind] =
        if lawMoved {
          isPrior ? [.prior] : inputsMoved ? [.concept, .covariate] : [.concept]
        } else if inputsMoved && !isPrior {
          [.covariate]
        } else {
          [.prior]
        }
      return (kinds, sliced.groups)
    }

    /// How well a change of p(y) alone explains the rows: p of p(x | y) staying.
    private mutating func explanation(
      _ tests: LawTests, using random: inout RandomStream
    ) -> Double {
      let slices = tests.slicesGivenLabel(using: &random)
      let p = min(1, 2 * min(slices.p, tests.columnsGivenLabel()))
      note(
        "inputs given label", slices.statistic, p, of: 1, tests.referenceRows, tests.currentRows,
        threshold: options.explained)
      return p
    }

    /// The share of slices that changed.
    private func breadth(
      _ tests: LawTests, _ kind: DriftKind, _ slices: [Double?]
    ) -> Diagnosis.Breadth? {
      let lambda = options.sliceLevel
      if kind == .concept {
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

    private func speed(_ tests: LawTests, _ kind: DriftKind) -> Diagnosis.Speed? {
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
    private func seen(since onset: Int?, using random: inout RandomStream) -> Int? {
      let current = diagnoser.labelled.current
      let rows = current.gather(
        current.steps.indices.filter { current.steps[$0] >= onset ?? 0 })
      guard rows.count >= DriftDiagnoser.leastRows else { return nil }
      var best: (p: Double, since: Int)?
      for regime in diagnoser.regimes where regime.rows.count >= 2 * DriftDiagnoser.leastRows {
        let tests = tests(regime.rows, rows)
        let least = min(
          tests.labelsGivenSlice(using: &random).p, tests.labelShares(using: &random).p,
          tests.columnsGivenLabel())
        let p = min(1, 3 * least)
        if p > options.explained, p > best?.p ?? 0 { best = (p, regime.since) }
      }
      return best?.since
    }
  }
}
