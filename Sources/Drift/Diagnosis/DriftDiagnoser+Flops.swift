internal import Core

extension DriftDiagnoser.Comparison {
  /// What a description takes, by a model, for n rows of the reference, m current ones, d columns that are tested, B
  /// permutations and trees of a depth, whatever it finds:
  ///
  /// * inputs: every column sorted, one exact Kolmogorov–Smirnov p, and the classifier test;
  /// * slices: two trees and a discriminant, learned on n/2 rows: every column sorted and passed three times a level,
  ///   n p² + p³/3 for p columns, squares included;
  /// * three permutation tests of m draws of 4 each, B times over.
  var flops: Int {
    let (n, m, d) = (size.reference, size.current, size.columns)
    guard n > 0, m > 0, d > 0 else { return 0 }
    let inputs =
      KolmogorovSmirnovTest().flops(n, m)
      + (d - 1) * (Operations.sorting(n) + Operations.sorting(m) + 2 * (n + m))
      + ClassifierTest(squares: d <= 16, ridge: 0.1).flops(reference: n, current: m, columns: d)
    let p = d <= 16 ? 2 * d : d
    let slices =
      2 * d * (Operations.sorting(n / 2) + 3 * size.depth * (n / 2)) + n * p * p + p * p * p / 3
    return inputs + slices + 3 * 4 * m * size.permutations
  }
}
