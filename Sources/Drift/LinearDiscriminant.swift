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
    var centered = Self.centered(first, before)
    centered.append(rows: 0..<second.rows, of: Self.centered(second, now))
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
    let (x, p) = (rows.elements, weights.count)
    return (0..<rows.rows).map { i in
      var sum = 0.0
      for j in 0..<p { sum += x[i * p + j] * weights[j] }
      return sum
    }
  }

  private static func centered(_ sample: Matrix<Double>, _ means: [Double]) -> Matrix<Double> {
    let n = sample.rows
    var result = sample
    result.withMutableSpan { x in
      for i in 0..<n { for j in means.indices { x[i * means.count + j] -= means[j] } }
    }
    return result
  }

  private static func means(_ sample: Matrix<Double>) -> [Double] {
    var sums = [Double](repeating: 0, count: sample.columns)
    let (x, d) = (sample.elements, sample.columns)
    for i in 0..<sample.rows { for j in 0..<d { sums[j] += x[i * d + j] } }
    return sums.map { $0 / Double(sample.rows) }
  }
}
