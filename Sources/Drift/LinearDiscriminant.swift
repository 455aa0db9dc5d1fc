internal import Numerics

/// Fisher's linear discriminant between two samples, with a ridge (Fisher 1936; Friedman 1989):
///
///     w = (S + ridge · I)⁻¹ (mean of the second − mean of the first)
///
/// where S is the covariance within the samples, both taken together.
struct LinearDiscriminant {
  /// w, [p].
  let weights: [Double]

  /// Trains on [n, p] and [m, p]; ridge > 0. O((n + m) p² + p³).
  init(_ first: Matrix<Double>, _ second: Matrix<Double>, ridge: Double) {
    let (before, now) = (Self.means(first), Self.means(second))
    var centered = Matrix<Double>(columns: first.columns)
    for i in 0..<first.rows { centered.append(row: zip(first.row(i), before).map { $0 - $1 }) }
    for i in 0..<second.rows { centered.append(row: zip(second.row(i), now).map { $0 - $1 }) }
    var products = Matrix<Double>(rows: first.columns, columns: first.columns)
    Matrix.multiply(centered, centered, transposingA: true, into: &products)
    let count = Double(centered.rows)
    var covariance = Matrix(
      rows: first.columns, columns: first.columns, products.elements.map { $0 / count })
    for j in 0..<first.columns { covariance[j, j] += ridge }
    let difference = zip(now, before).map { $0 - $1 }
    weights = covariance.solvePositiveDefinite(difference) ?? difference
  }

  /// w·x of each row, [n].
  func scores(_ rows: Matrix<Double>) -> [Double] {
    (0..<rows.rows).map { i in zip(rows.row(i), weights).reduce(0) { $0 + $1.0 * $1.1 } }
  }

  private static func means(_ sample: Matrix<Double>) -> [Double] {
    var sums = [Double](repeating: 0, count: sample.columns)
    for i in 0..<sample.rows {
      for (j, x) in sample.row(i).enumerated() { sums[j] += x }
    }
    return sums.map { $0 / Double(sample.rows) }
  }
}
