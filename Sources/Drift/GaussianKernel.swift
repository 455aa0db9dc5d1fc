internal import Numerics

/// The Gaussian kernel between the rows of a sample, with the median of their distances as its width.
struct GaussianKernel {
  /// exp(−|xᵢ − xⱼ|² / (2σ²)), [N, N]; 0 on the diagonal.
  let values: Matrix<Double>

  /// - Parameter rows: [N, d]. O(N² (d + log N)).
  init(_ rows: Matrix<Double>) {
    let count = rows.rows
    var values = Matrix<Double>(rows: count, columns: count)
    var distances: [Double] = []
    distances.reserveCapacity(count * (count - 1) / 2)
    for i in 0..<count {
      for j in 0..<i {
        var square = 0.0
        for column in 0..<rows.columns {
          let difference = rows[i, column] - rows[j, column]
          square += difference * difference
        }
        values[i, j] = square
        distances.append(square)
      }
    }
    let width = Self.squaredWidth(distances.sorted())
    for i in 0..<count {
      for j in 0..<i {
        values[i, j] = Double.exp(-values[i, j] / (2 * width))
        values[j, i] = values[i, j]
      }
    }
    self.values = values
  }

  /// σ² for ascending squared distances: the square of the median distance, of those above 0 if that is
  /// 0; 1 if all are.
  private static func squaredWidth(_ squares: [Double]) -> Double {
    let median = median(squares[...])
    if median > 0 { return median }
    return squares.firstIndex { $0 > 0 }.map { Self.median(squares[$0...]) } ?? 1
  }

  /// The square of the median of the roots of ascending numbers; the mean of the middle two roots for an
  /// even number of them.
  private static func median(_ squares: ArraySlice<Double>) -> Double {
    guard let first = squares.indices.first else { return 0 }
    let count = squares.count
    let low = squares[first + (count - 1) / 2].squareRoot()
    let high = squares[first + count / 2].squareRoot()
    return (low + high) / 2 * ((low + high) / 2)
  }
}
