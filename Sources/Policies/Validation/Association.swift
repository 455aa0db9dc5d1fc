internal import Core
internal import Numerics

/// Correlation of each feature with the label, of classes with one of them.
enum Association {
  /// Pearson's r of every feature over all rows of some batches; 0 where one of the two does not vary.
  ///
  /// - Parameter focus: the class whose indicator stands for the label; `nil` in regression.
  static func correlations(_ batches: [Examples], focus: Int?) -> [Double] {
    let d = batches.first?.features.columns ?? 0
    let zeros = [Double](repeating: 0, count: d)
    var (x, xx, xy, y, yy, n) = (zeros, zeros, zeros, 0.0, 0.0, 0.0)
    // Differences to the first row lose less where values are large and alike.
    let origin = batches.first { !$0.isEmpty }.map { Array($0.features.row(0)) } ?? []
    for batch in batches {
      for i in 0..<batch.count {
        let label = batch.labels[i]
        let target = focus.map { label == Float($0) ? 1 : 0 } ?? Double(label)
        (n, y, yy) = (n + 1, y + target, yy + target * target)
        for (j, value) in batch.features.row(i).enumerated() {
          let difference = Double(value) - Double(origin[j])
          x[j] += difference
          xx[j] += difference * difference
          xy[j] += difference * target
        }
      }
    }
    return (0..<d).map { j in
      let spread = (n * xx[j] - x[j] * x[j]) * (n * yy - y * y)
      guard spread > 1e-12 * n * n * xx[j] * n * yy else { return 0 }
      return (n * xy[j] - x[j] * y) / spread.squareRoot()
    }
  }
}
