internal import Core
internal import Numerics

extension DriftDiagnoser {
  /// One look at the newest rows.
  struct Comparison {
    let diagnoser: DriftDiagnoser
    private let step: Int
    /// Those that are tested.
    let columns: [Int]
    private var evidence: [Diagnosis.Evidence] = []
    /// What permutation tests have taken.
    private(set) var permutationFlops = 0

    var options: Options { diagnoser.options }
    /// The level of each of the three tests.
    var level: Double { options.level / 3 }

    init(_ diagnoser: DriftDiagnoser, step: Int) {
      (self.diagnoser, self.step) = (diagnoser, step)
      columns = Self.columns(
        of: diagnoser.inputs.reference.rows.features, most: diagnoser.options.columns)
    }

    /// How much there is to compare.
    var size: (reference: Int, current: Int, columns: Int, depth: Int) {
      (
        diagnoser.inputs.reference.rows.count, diagnoser.inputs.currentCount, columns.count,
        options.depth
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
      var kinds =
        tests.map { nature($0, inputsMoved, using: &random) } ?? (inputsMoved ? [.covariate] : [])
      if broken != nil { kinds.insert(.dataQuality, at: 0) }
      guard let first = kinds.first, first != .dataQuality, let tests else {
        return told(kinds, broken)
      }
      let speed = speed(tests, first)
      let breadth = breadth(tests, first, using: &random)
      return told(kinds, breadth, speed, seen: seen(since: speed?.onset, using: &random))
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

    /// What a permutation test found, once it has been charged.
    mutating func charge(_ test: StratifiedTest) -> StratifiedTest {
      permutationFlops += test.flops
      return test
    }

    mutating func note(
      _ signal: String, _ statistic: Double, _ p: Double, of tests: Double = 3,
      _ reference: Int, _ current: Int, threshold: Double? = nil
    ) {
      evidence.append(
        Diagnosis.Evidence(
          signal, statistic: statistic, p: min(1, tests * p),
          threshold: threshold ?? options.level, referenceRows: reference, currentRows: current))
    }
  }
}
