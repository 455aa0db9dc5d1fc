internal import Numerics

/// Which class a row most probably has, by linear discriminant analysis on standardized columns and, of few
/// columns, their squares: argmax_c w_c·x + b_c, w_c = S⁻¹ μ_c, b_c = ln π_c − ½ μ_c·w_c, where S is the
/// covariance within classes plus a ridge (Fisher 1936; Friedman 1989). O(n p² + p³).
struct ClassDiscriminant: Sendable {
  private static let ridge = 0.1
  /// Most columns that are squared too.
  private static let mostSquared = 16

  private let standardization: Standardization
  private var weights: [(label: Int, w: [Double], bias: Double)] = []

  /// Learns from rows [n, d] of at least one class.
  init(_ rows: Matrix<Double>, labels: [Int]) {
    standardization = Standardization(rows)
    let x = Self.features(standardization.apply(rows))
    let p = x.columns
    let classes = (labels.max() ?? 0) + 1
    var means = Array(repeating: Array(repeating: 0.0, count: p), count: classes)
    var counts = Array(repeating: 0.0, count: classes)
    let values = x.elements
    for i in 0..<x.rows {
      counts[labels[i]] += 1
      for j in 0..<p { means[labels[i]][j] += values[i * p + j] }
    }
    for c in means.indices where counts[c] > 0 {
      for j in 0..<p { means[c][j] /= counts[c] }
    }
    var centred = x
    centred.withMutableSpan { x in
      for i in labels.indices {
        let mean = means[labels[i]]
        for j in 0..<p { x[i * p + j] -= mean[j] }
      }
    }
    var products = Matrix<Double>(rows: p, columns: p)
    Matrix.multiply(centred, centred, transposingA: true, into: &products)
    var covariance = Matrix(
      rows: p, columns: p, products.elements.map { $0 / Double(max(x.rows, 1)) })
    for j in 0..<p { covariance[j, j] += Self.ridge }
    guard let factor = Cholesky(covariance) else { return }
    for c in means.indices where counts[c] > 0 {
      guard let w = factor.solve(means[c]) else { continue }
      let half = zip(w, means[c]).reduce(0) { $0 + $1.0 * $1.1 } / 2
      weights.append((c, w, Double.log(counts[c] / Double(x.rows)) - half))
    }
  }

  /// The class of each row, [n]; 0 where nothing could be learned.
  func classes(_ rows: Matrix<Double>) -> [Int] {
    let x = Self.features(standardization.apply(rows))
    let (values, p) = (x.elements, x.columns)
    var best = Array(repeating: (label: 0, score: -Double.infinity), count: x.rows)
    for (label, w, bias) in weights {
      for i in best.indices {
        var score = bias
        for j in 0..<p { score += values[i * p + j] * w[j] }
        if score > best[i].score { best[i] = (label, score) }
      }
    }
    return best.map(\.label)
  }

  /// The columns, and their squares if they are few.
  static func features(_ rows: Matrix<Double>) -> Matrix<Double> {
    rows.columns <= mostSquared ? Standardization.withSquares(rows) : rows
  }
}
