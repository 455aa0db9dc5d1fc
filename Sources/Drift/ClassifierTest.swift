public import Core
public import Numerics

/// The classifier two-sample test (C2ST): if a classifier can tell the current rows from the
/// reference's on rows it has not seen, the samples differ; all columns jointly.
///
/// A random half of either sample trains a linear discriminant (``LinearDiscriminant``) on the columns,
/// standardized, and with `squares` on their squares too, so that a change of spread is seen as well as
/// one of means. The statistic is the area under the ROC curve of its scores on the other halves: .5
/// for no better than chance, 1 for a full separation. p is that of the one-sided Mann–Whitney test of
/// these scores (``MannWhitney``), which knows nothing of the training. For p columns, squares
/// included: O((n + m) p² + p³).
///
/// Lopez-Paz & Oquab, *Revisiting Classifier Two-Sample Tests*, ICLR 2017, who test the accuracy of a
/// network; Friedman 2003 for testing the scores. Assumes independent rows.
public struct ClassifierTest: TwoSampleTest {
  static let squares = Setting.flag(
    "squares", default: true, "whether the classifier sees the squares of the columns too")
  static let ridge = Setting.number(
    "ridge", in: .closed(1e-6, 1e6), default: 0.1,
    "added to the variance of each column, which is 1, to steady the classifier")

  let squares: Bool
  let ridge: Double

  /// Two rows of either sample train, two test.
  public var leastRows: Int { 4 }

  /// Compares all columns jointly; throws ``InputError`` for samples that cannot be.
  public func compare(
    _ reference: Matrix<Double>, _ current: Matrix<Double>, using random: inout RandomStream
  ) throws -> TestResult {
    try Samples.check(reference, current, "classifier", leastRows: leastRows)
    let before = halves(of: reference, using: &random)
    let now = halves(of: current, using: &random)
    var training = before.training
    training.append(rows: 0..<now.training.rows, of: now.training)
    let standardization = Standardization(training)
    func features(_ rows: Matrix<Double>) -> Matrix<Double> {
      let columns = standardization.apply(rows)
      return squares ? Standardization.withSquares(columns) : columns
    }
    let discriminant = LinearDiscriminant(
      features(before.training), features(now.training), ridge: ridge)
    let test = MannWhitney(
      discriminant.scores(features(now.test)), over: discriminant.scores(features(before.test)))
    return TestResult(
      statistic: test.area, p: test.p, referenceRows: reference.rows, currentRows: current.rows)
  }

  /// A random half of the rows, rounded down, and the rest.
  private func halves(
    of sample: Matrix<Double>, using random: inout RandomStream
  ) -> (training: Matrix<Double>, test: Matrix<Double>) {
    var order = Array(0..<sample.rows)
    random.shuffle(&order)
    let half = sample.rows / 2
    return (sample.gather(order[..<half]), sample.gather(order[half...]))
  }

  /// For N = n + m rows of p columns, squares included: N p² of half the rows for the covariance, p³/3 to solve, N p
  /// for the scores and 8 N p to standardize; and the ranks of the other half.
  public func flops(reference n: Int, current m: Int, columns d: Int) -> Int {
    let (total, p) = (n + m, squares ? 2 * d : d)
    return total * p * p + p * p * p / 3 + 9 * total * p + Operations.sorting(total / 2)
  }

  /// Its registry line.
  public static let entry = Entry<any TwoSampleTest>(
    "classifier", "whether a classifier can tell the samples apart on held-out rows, AUC",
    formula: """
      AUC of a linear discriminant trained on a random half of either sample, on the other halves; \
      p by the one-sided Mann–Whitney test of its scores, normal approximation corrected for ties \
      and continuity; all columns jointly; assumes independent rows: not calibrated on \
      autocorrelated ones
      """,
    source: "Lopez-Paz & Oquab, ICLR 2017; p as scipy's mannwhitneyu",
    settings: [squares.declaration, ridge.declaration]
  ) { values, _ in ClassifierTest(squares: values[squares], ridge: values[ridge]) }
}
