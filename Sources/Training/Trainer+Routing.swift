public import Numerics

extension InputScaling where Element == Float {
  /// The mean over features of ((x − mean) · scale)², 1 on average for rows that the standardization is of.
  /// 4 d FLOP.
  public func squaredDistance(to row: ArraySlice<Float>) -> Double {
    precondition(row.count == mean.count, "\(row.count) features for \(mean.count)")
    var sum = 0.0
    for (j, x) in row.enumerated() {
      let z = Double(x - mean[j]) * Double(scale[j])
      sum += z * z
    }
    return sum / Double(max(mean.count, 1))
  }
}

extension Trainer where Element == Float {
  /// The mean squared distance of rows [n, d] from each of some standardizations; 4 d FLOP a row and
  /// standardization, metered as `forward`.
  public mutating func squaredDistances(
    of rows: Matrix<Float>, from scalings: [InputScaling<Float>]
  ) -> [Double] {
    usage.forward += 4 * rows.columns * rows.rows * scalings.count
    return scalings.map { scaling in
      (0..<rows.rows).reduce(0) { $0 + scaling.squaredDistance(to: rows.row($1)) }
        / Double(rows.rows)
    }
  }

  /// Takes rows into running means and variances; 7 FLOP a number, metered as `forward`.
  public mutating func take(_ rows: Matrix<Float>, into statistics: inout ColumnStatistics) {
    usage.forward += 7 * rows.columns * rows.rows
    statistics.add(rows)
  }
}
