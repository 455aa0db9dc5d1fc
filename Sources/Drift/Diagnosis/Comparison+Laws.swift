internal import Core
internal import Numerics

/// What the labelled rows tell of p(y), p(y | x) and p(x | y).
extension DriftDiagnoser.Comparison {
  func lawTests() -> LawTests? {
    let (reference, current) = (diagnoser.labelled.reference.rows, diagnoser.labelled.current)
    guard reference.count >= 2 * DriftDiagnoser.leastRows,
      current.count >= DriftDiagnoser.leastRows
    else { return nil }
    return tests(reference, current)
  }

  func tests(_ reference: DiagnosedRows, _ current: DiagnosedRows) -> LawTests {
    LawTests(
      reference: reference, current: current, columns: columns,
      coding: LabelCoding(classes: diagnoser.classes, reference: reference.labels),
      depth: options.depth, permutations: options.permutations)
  }

  /// Which kinds of drift the labelled rows show.
  mutating func nature(
    _ tests: LawTests, _ inputsMoved: Bool, using random: inout RandomStream
  ) -> [DriftKind] {
    let (n, m) = (tests.referenceRows, tests.currentRows)
    let shares = charge(tests.labelShares(using: &random))
    note("labels", shares.statistic, shares.p, n, m)
    var conditional = charge(
      inputsMoved
        ? tests.labelsGivenPropensity(using: &random) : tests.labelsGivenSlice(using: &random))
    var p = conditional.p
    // Errors within slices follow p(x) inside them too.
    if !inputsMoved,
      let errors = tests.errorsGivenSlice(leastRows: DriftDiagnoser.leastRows, using: &random)
    {
      _ = charge(errors)
      note("errors given inputs", errors.statistic, errors.p, of: 6, n, m)
      if errors.p < p { conditional = errors }
      p = min(1, 2 * min(p, errors.p))
    }
    note("labels given inputs", conditional.statistic, p, n, m)
    let (labelsMoved, lawMoved) = (shares.p < level, p < level)
    guard labelsMoved || lawMoved || inputsMoved else { return [] }
    let prior = labelsMoved ? explanation(tests, using: &random) : 0
    let isPrior = prior > options.explained
    if lawMoved {
      return isPrior ? [.prior] : inputsMoved ? [.concept, .covariate] : [.concept]
    }
    return inputsMoved && !isPrior ? [.covariate] : [.prior]
  }

  /// How well a change of p(y) alone explains the rows: p of p(x | y) staying.
  private mutating func explanation(
    _ tests: LawTests, using random: inout RandomStream
  ) -> Double {
    let slices = charge(tests.slicesGivenLabel(using: &random))
    let p = min(1, 2 * min(slices.p, tests.columnsGivenLabel()))
    note(
      "inputs given label", slices.statistic, p, of: 1, tests.referenceRows, tests.currentRows,
      threshold: options.explained)
    return p
  }
}
