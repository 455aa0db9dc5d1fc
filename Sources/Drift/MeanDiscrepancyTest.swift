public import Core
public import Numerics

/// The maximum mean discrepancy (MMD) of two samples of rows under a Gaussian kernel, with p by
/// ``Permutations``; all columns jointly.
///
///     MMD² = Σ_{i≠j} k(xᵢ, xⱼ) / (n (n − 1)) + Σ_{i≠j} k(yᵢ, yⱼ) / (m (m − 1)) − 2 Σ k(xᵢ, yⱼ) / (n m)
///     k(x, y) = exp(−|x − y|² / (2σ²)), σ the median distance of two rows of the pooled sample
///
/// the unbiased estimate, which may be negative. Columns are first divided by their standard deviation
/// over the pooled sample, so that none counts for its unit; constant ones are left out. Where most
/// rows are equal and the median is 0, σ is the median of the distances that are not; where all are
/// equal p is 1.
///
/// Of a sample with more than `max-rows` rows that many are compared, evenly spaced; a block is then
/// counted in those. For N = n + m rows of d columns: O(N² (d + log N + B)), memory 8 (N² + B N) bytes.
///
/// Gretton et al., *A Kernel Two-Sample Test*, JMLR 2012, lemma 6 and section 8; p by Phipson & Smyth.
public struct MeanDiscrepancyTest: TwoSampleTest {
  static let maxRows = Setting.integer(
    "max-rows", in: .closed(2, 20_000), default: 1000,
    "rows of either sample that are compared; of more, so many evenly spaced ones")

  let permutations: Permutations
  let maxRows: Int

  /// At least two rows, and two blocks.
  public var leastRows: Int { max(2, permutations.leastRows) }
  /// 1/(1 + B).
  public var leastP: Double { permutations.leastP }

  /// Compares all columns jointly; throws ``InputError`` for samples that cannot be.
  public func compare(
    _ reference: Matrix<Double>, _ current: Matrix<Double>, using random: inout RandomStream
  ) throws -> TestResult {
    try Samples.check(reference, current, "mmd", leastRows: leastRows)
    let (before, now) = (thinned(reference), thinned(current))
    var pooled = before
    pooled.append(rows: 0..<now.rows, of: now)
    pooled = Standardization(pooled).apply(pooled)
    let found = compare(
      GaussianKernel(pooled).values, before.rows, now.rows, using: &random)
    return TestResult(
      statistic: found.statistic, p: found.p, referenceRows: reference.rows,
      currentRows: current.rows)
  }

  private func thinned(_ sample: Matrix<Double>) -> Matrix<Double> {
    if sample.rows <= maxRows { return sample }
    return sample.gather((0..<maxRows).map { $0 * sample.rows / maxRows })
  }

  /// MMD² and its p for a kernel matrix with a diagonal of zeros, the reference's rows first.
  ///
  /// With a the indicator of the reference's rows, its sum of kernels is aᵀKa, that between the samples
  /// aᵀK1 − aᵀKa; one product gives K a for all permutations.
  private func compare(
    _ kernel: Matrix<Double>, _ n: Int, _ m: Int, using random: inout RandomStream
  ) -> (statistic: Double, p: Double) {
    let total = n + m
    var indicators = Matrix<Double>(columns: total)
    indicators.append(row: (0..<total).map { $0 < n ? 1 : 0 })
    permutations.forEach(n, m, using: &random) { indicators.append(row: $0.map { $0 ? 1 : 0 }) }
    var products = Matrix<Double>(rows: indicators.rows, columns: total)
    Matrix.multiply(indicators, kernel, into: &products)
    let rowSums = (0..<total).map { kernel.row($0).reduce(0, +) }
    let all = rowSums.reduce(0, +)
    let values = (0..<indicators.rows).map { b in
      var (inside, whole) = (0.0, 0.0)
      for i in 0..<total where indicators[b, i] == 1 {
        inside += products[b, i]
        whole += rowSums[i]
      }
      return Self.discrepancy(inside, whole - inside, all - 2 * whole + inside, n, m)
    }
    let least = values[0] - 1e-12 * max(1, abs(values[0]))
    return (values[0], permutations.p(values.dropFirst().count { $0 >= least }))
  }

  /// MMD² from the sums of kernels within the reference, between the samples and within the current one.
  private static func discrepancy(
    _ within: Double, _ between: Double, _ other: Double, _ n: Int, _ m: Int
  ) -> Double {
    let (n, m) = (Double(n), Double(m))
    return within / (n * (n - 1)) + other / (m * (m - 1)) - 2 * between / (n * m)
  }

  /// N²/2 distances of 3 d each, sorted, and 4 for each kernel; a product of 2 N² for each permutation; N rows that
  /// are compared.
  public func flops(reference n: Int, current m: Int, columns d: Int) -> Int {
    let total = min(n, maxRows) + min(m, maxRows)
    let pairs = total * (total - 1) / 2
    return pairs * (3 * d + 4) + Operations.sorting(pairs)
      + 2 * (1 + permutations.count) * total * total
  }

  /// Its registry line.
  public static let entry = Entry<any TwoSampleTest>(
    "mmd", "maximum mean discrepancy of the rows, Gaussian kernel, permutation test",
    formula: """
      MMD² = mean k(x, x′) + mean k(y, y′) − 2 mean k(x, y), unbiased, k(a, b) = exp(−|a − \
      b|²/2σ²), σ the median distance, columns divided by their standard deviation; p = (1 + \
      #{permutations with MMD² as great})/(1 + permutations), of single rows, if they are \
      independent, or of blocks; all columns jointly
      """,
    source: "Gretton et al., JMLR 2012", settings: Permutations.settings + [maxRows.declaration]
  ) { values, _ in
    MeanDiscrepancyTest(permutations: Permutations(values), maxRows: values[maxRows])
  }
}
