public import Numerics

/// Decides whether two samples of rows come from one distribution: the rows a model was trained on, and
/// those it is given now.
///
/// Samples are matrices [n, d] and [m, d] in double precision, finite, their rows in the order they
/// came.
public protocol TwoSampleTest: Sendable {
  /// Fewest rows a sample may have.
  var leastRows: Int { get }
  /// A bound below every p of a single column, other than by rounding: 1/(1 + B) for B permutations,
  /// else 0. At a smaller level the test would never reject.
  var leastP: Double { get }
  /// Compares the samples.
  ///
  /// - Parameters:
  ///   - reference: what is expected, [n, d].
  ///   - current: what is there now, [m, d].
  ///   - random: where permutations and splits are drawn from; tests without any leave it alone.
  /// - Throws: ``InputError`` for too few rows, different numbers of columns, none, and numbers that are
  ///   not finite.
  func compare(
    _ reference: Matrix<Double>, _ current: Matrix<Double>, using random: inout RandomStream
  ) throws -> TestResult
  /// Operations that a comparison of samples [n, d] and [m, d] takes, by a model: one a comparison, sum or
  /// product.
  func flops(reference n: Int, current m: Int, columns d: Int) -> Int
}

extension TwoSampleTest {
  /// Most tests can compare single rows.
  public var leastRows: Int { 1 }
  /// Most tests can give any p.
  public var leastP: Double { 0 }

  /// d N ⌈log₂ N⌉ for N = n + m: most tests sort the columns.
  public func flops(reference n: Int, current m: Int, columns d: Int) -> Int {
    d * Operations.sorting(n + m)
  }
}

/// What a two-sample test found.
public struct TestResult: Hashable, Sendable {
  /// One column, compared by itself.
  public struct Column: Hashable, Sendable {
    /// The test's statistic.
    public let statistic: Double
    /// p of this column alone.
    public let p: Double
    /// p that holds for all columns together, by the adjustment the test was made with.
    public let adjustedP: Double

    /// What was found in a column.
    public init(statistic: Double, p: Double, adjustedP: Double) {
      (self.statistic, self.p, self.adjustedP) = (statistic, p, adjustedP)
    }
  }

  /// The test's statistic; where columns are compared one by one, that of the column with the least p,
  /// the first if there are several.
  public let statistic: Double
  /// The probability of a statistic at least as great if nothing has changed; where columns are compared
  /// one by one, their least adjusted p.
  public let p: Double
  /// Rows of the reference, n.
  public let referenceRows: Int
  /// Rows now, m.
  public let currentRows: Int
  /// The columns, d of them where they are compared one by one; empty where all are taken together.
  public let columns: [Column]

  /// What was found in all columns together.
  public init(
    statistic: Double, p: Double, referenceRows: Int, currentRows: Int, columns: [Column] = []
  ) {
    (self.statistic, self.p, self.columns) = (statistic, p, columns)
    (self.referenceRows, self.currentRows) = (referenceRows, currentRows)
  }

  /// For people and files: a row a column, where columns were compared one by one, and a last one,
  /// `all`.
  ///
  /// - Parameter names: the names of the columns, d of them.
  public func table(columns names: [String]) -> Table {
    precondition(columns.isEmpty || columns.count == names.count, "\(names.count) names")
    var table = Table(
      columns: ["column", "reference_rows", "current_rows", "statistic", "p", "adjusted_p"])
    let rows: [Table.Cell] = [.integer(referenceRows), .integer(currentRows)]
    for (name, column) in zip(names, columns) {
      table.append(
        [.text(name)] + rows
          + [.number(column.statistic), .number(column.p), .number(column.adjustedP)])
    }
    table.append([.text("all")] + rows + [.number(statistic), .number(p), .number(nil)])
    return table
  }
}
