internal import Core

extension DriftDiagnoser.Comparison {
  /// What a description takes, by a model, for n rows of the reference, m current ones, d columns that are tested, k
  /// classes, B permutations and trees of a depth, whatever it finds:
  ///
  /// * inputs: Kolmogorov–Smirnov of every column and the classifier test;
  /// * slices: two trees and a discriminant, learned on n/2 rows: depth d sorts of n/2 values, n p² + p³/3 for p = 2 d
  ///   columns with squares;
  /// * three permutation tests of m draws of 4 each, B times over.
  var flops: Int {
    let (n, m, d) = (size.reference, size.current, size.columns)
    guard n > 0, m > 0, d > 0 else { return 0 }
    let inputs =
      d * KolmogorovSmirnovTest().flops(n, m)
      + ClassifierTest(squares: d <= 16, ridge: 0.1).flops(reference: n, current: m, columns: d)
    let p = d <= 16 ? 2 * d : d
    let slices = 2 * size.depth * d * Operations.sorting(n / 2) + n * p * p + p * p * p / 3
    return inputs + slices + 3 * 4 * m * size.permutations
  }
}
