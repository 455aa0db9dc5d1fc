internal import Core

extension DriftDiagnoser.Comparison {
  /// What a description takes: counted for permutations, and by a model of the rest, for n rows of the reference, m
  /// current ones, d columns that are tested and a tree of a depth, whatever it finds:
  ///
  /// * inputs: the current rows of every column sorted, and the reference's looked up among them, one exact
  ///   Kolmogorov–Smirnov p, and the classifier test;
  /// * slices: a tree and a discriminant, learned on n/2 rows: every column sorted and passed three times a level,
  ///   n p² + p³/3 for p columns, squares included.
  var flops: Int {
    let (n, m, d) = (size.reference, size.current, size.columns)
    guard n > 0, m > 0, d > 0 else { return 0 }
    let inputs =
      KolmogorovSmirnovTest().flops(n, m)
      + (d - 1) * (Operations.sorting(n) + Operations.sorting(m) + 2 * (n + m))
      + ClassifierTest(squares: d <= 16, ridge: 0.1).flops(reference: n, current: m, columns: d)
    let p = d <= 16 ? 2 * d : d
    let slices =
      d * (Operations.sorting(n / 2) + 3 * size.depth * (n / 2)) + n * p * p + p * p * p / 3
    return inputs + slices + permutationFlops
  }
}
