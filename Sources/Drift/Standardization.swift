internal import Numerics

/// Brings the columns of rows to mean 0 and standard deviation 1, measured on some rows. Columns that
/// are constant there become 0.
struct Standardization {
  /// x ↦ (x / 2 − least / 2) / range, then (… − mean) · scale; halves, so that nothing overflows.
  private struct Column {
    var least = 0.0, range = 1.0, mean = 0.0, scale = 0.0

    func apply(_ x: Double) -> Double {
      min(1e6, max(-1e6, (portion(x) - mean) * scale))
    }
    func portion(_ x: Double) -> Double { (x / 2 - least / 2) / range }
  }

  private let columns: [Column]

  /// Measures at least one row, [n, d].
  init(_ sample: Matrix<Double>) {
    columns = (0..<sample.columns).map { Self.measure(Samples.column($0, of: sample)) }
  }

  private static func measure(_ values: [Double]) -> Column {
    let (least, most) = (values.min() ?? 0, values.max() ?? 0)
    guard least < most else { return Column() }
    var column = Column(least: least, range: most / 2 - least / 2)
    let portions = values.map(column.portion)
    let n = Double(values.count)
    column.mean = portions.reduce(0, +) / n
    let variance = portions.reduce(0) { $0 + ($1 - column.mean) * ($1 - column.mean) } / n
    column.scale = 1 / variance.squareRoot()
    return column
  }

  /// Column j's value x, standardized; within ± 1e6.
  func apply(_ x: Double, column j: Int) -> Double { columns[j].apply(x) }

  /// The rows, standardized, [n, d].
  func apply(_ sample: Matrix<Double>) -> Matrix<Double> {
    var result = sample
    let (rows, columns) = (sample.rows, columns)
    result.withMutableSpan { x in
      for i in 0..<rows {
        for j in columns.indices {
          let place = i * columns.count + j
          x[place] = columns[j].apply(x[place])
        }
      }
    }
    return result
  }

  /// The rows, and behind them their squares: [n, d] → [n, 2d].
  static func withSquares(_ rows: Matrix<Double>) -> Matrix<Double> {
    let (n, d, values) = (rows.rows, rows.columns, rows.elements)
    var result = Matrix<Double>(rows: n, columns: 2 * d)
    result.withMutableSpan { y in
      for i in 0..<n {
        for j in 0..<d {
          let x = values[i * d + j]
          y[2 * i * d + j] = x
          y[2 * i * d + d + j] = x * x
        }
      }
    }
    return result
  }
}
