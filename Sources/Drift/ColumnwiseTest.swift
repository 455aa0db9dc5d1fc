internal import Core
internal import Numerics

/// A test of two samples of numbers.
protocol ColumnTest: Sendable {
  /// Fewest numbers of a sample.
  var leastRows: Int { get }
  /// A bound below every p, other than by rounding.
  var leastP: Double { get }
  /// The statistic and p for two samples of finite numbers, each of at least `leastRows`.
  func compare(
    _ reference: [Double], _ current: [Double], using random: inout RandomStream
  ) -> (statistic: Double, p: Double)
  /// Operations that a comparison takes, by a model.
  func flops(_ n: Int, _ m: Int) -> Int
}

extension ColumnTest {
  var leastRows: Int { 1 }
  var leastP: Double { 0 }
}

/// A test of numbers, applied to the columns of two samples one by one: p holds for all of them together
/// by the adjustment that `combine` names. What only shows in several columns at once is not seen.
struct ColumnwiseTest<Single: ColumnTest>: TwoSampleTest {
  let name: String
  let single: Single
  let adjustment: MultipleTesting

  var leastRows: Int { single.leastRows }
  var leastP: Double { single.leastP }

  /// That of a column, d times.
  func flops(reference n: Int, current m: Int, columns d: Int) -> Int { d * single.flops(n, m) }

  func compare(
    _ reference: Matrix<Double>, _ current: Matrix<Double>, using random: inout RandomStream
  ) throws -> TestResult {
    try Samples.check(reference, current, name, leastRows: leastRows)
    let found = (0..<reference.columns).map { j in
      single.compare(
        Samples.column(j, of: reference), Samples.column(j, of: current), using: &random)
    }
    let adjusted = adjustment.adjusted(found.map(\.p))
    let columns = zip(found, adjusted).map {
      TestResult.Column(statistic: $0.statistic, p: $0.p, adjustedP: $1)
    }
    let first = columns.indices.min { (columns[$0].p, $0) < (columns[$1].p, $1) } ?? 0
    return TestResult(
      statistic: columns[first].statistic, p: columns[first].adjustedP,
      referenceRows: reference.rows, currentRows: current.rows, columns: columns)
  }
}

extension MultipleTesting {
  static let combine = Setting.choice(
    "combine", of: allCases.map(\.rawValue), default: bonferroni.rawValue,
    "how the p-values of several columns are adjusted; the least adjusted one is the test's")
}

extension Entry where Product == any TwoSampleTest {
  /// The registry line of a test of numbers: it takes any number of columns, one by one, and has the
  /// setting `combine` beside its own.
  static func columnwise<Single: ColumnTest>(
    _ name: String, _ summary: String, formula: String, source: String,
    settings: [SettingDeclaration] = [], make: @escaping @Sendable (SettingValues) -> Single
  ) -> Entry {
    Entry(
      name, summary, formula: formula + "; several columns one by one", source: source,
      settings: settings + [MultipleTesting.combine.declaration]
    ) { values, _ in
      let adjustment = MultipleTesting(rawValue: values[MultipleTesting.combine]) ?? .bonferroni
      return ColumnwiseTest(name: name, single: make(values), adjustment: adjustment)
    }
  }
}
