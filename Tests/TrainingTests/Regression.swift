import Numerics

@testable import Training

/// Linear regression with a closed-form solution: y = w·x + b + noise, three features.
struct Regression {
  let rows = 24
  let features: Matrix<Double>
  let labels: [Double]
  /// A linear model at zero.
  let network: Network<Double>

  init(seed: UInt64 = 8) {
    var random = RandomStream(seed: seed)
    var x = Matrix<Double>(columns: 3)
    var y: [Double] = []
    for _ in 0..<rows {
      let row = [random.normal(), random.normal() + 0.3, random.normal()]
      x.append(row: row)
      y.append(2 * row[0] - row[1] + 0.5 * row[2] + 0.75 + 0.3 * random.normal())
    }
    (features, labels) = (x, y)
    network = Network(
      Architecture(widths: [3, 1], head: .regression), parameters: [0, 0, 0, 0])
  }

  /// The least-squares solution, weights then bias.
  var solution: [Double] { leastSquares(features, labels) }
}

/// The minimum of mean (y − w·x − b)² + ridge/2 (‖w‖² + b²) by the normal equations, weights then bias.
func leastSquares(_ x: Matrix<Double>, _ y: [Double], ridge: Double = 0) -> [Double] {
  let design = (0..<x.rows).map { Array(x.row($0)) + [1] }
  let p = x.columns + 1
  var system = (0..<p).map { i in
    (0..<p).map { j in
      design.reduce(i == j ? ridge * Double(x.rows) / 2 : 0) { $0 + $1[i] * $1[j] }
    }
      + [zip(design, y).reduce(0) { $0 + $1.0[i] * $1.1 }]
  }
  // Gauss–Jordan; the Gram matrices of these tests need no pivoting.
  for i in 0..<p {
    system[i] = system[i].map { $0 / system[i][i] }
    for other in 0..<p where other != i {
      let factor = system[other][i]
      system[other] = zip(system[other], system[i]).map { $0 - factor * $1 }
    }
  }
  return system.map { $0[p] }
}
