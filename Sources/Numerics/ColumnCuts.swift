/// Seven places in each column of some rows, about as many values between any two neighbours: what
/// ``ColumnSketch`` counts at.
///
/// The cuts of a column are its 1/8, 2/8, … 7/8 quantiles among at most 256 rows, evenly spaced. They are values
/// of the column, so that one that fills more than an eighth of it is a cut.
public struct ColumnCuts: Hashable, Sendable, Codable {
  /// How many there are in a column.
  public static let count = 7
  /// The number of columns, d.
  public let columns: Int
  /// Cut k of column j is `values[k·d + j]`, [7·d].
  let values: [Float]

  private static let mostRows = 256

  /// Takes them from rows [n, d] of finite numbers; zeros without any.
  public init(_ rows: Matrix<Float>) {
    let d = rows.columns
    columns = d
    let sample = min(rows.rows, Self.mostRows)
    var values = [Float](repeating: 0, count: Self.count * d)
    for j in 0..<(sample > 0 ? d : 0) {
      let sorted = (0..<sample).map { rows[$0 * rows.rows / sample, j] }.sorted()
      for k in 0..<Self.count { values[k * d + j] = sorted[(k + 1) * sample / (Self.count + 1)] }
    }
    self.values = values
  }

  /// The middle cut of each column, o, [d].
  public var middle: ArraySlice<Float> {
    values[Self.count / 2 * columns..<(Self.count / 2 + 1) * columns]
  }

  /// Σ_i w_i (x_ij − o_j) of each column, [d], in single precision but for every 32 rows; rows of weight 0 cost
  /// nothing.
  public func products(_ rows: Matrix<Float>, weights: [Float]) -> [Double] {
    precondition(rows.columns == columns && weights.count == rows.rows, "rows of another width")
    let d = columns
    var (sums, part) = ([Double](repeating: 0, count: d), [Float](repeating: 0, count: d))
    unsafe rows.withUnsafeElements { x in
      unsafe values.withUnsafeBufferPointer { values in
        guard let x = x.baseAddress, let values = values.baseAddress else { return }
        let middle = unsafe values + Self.count / 2 * d
        var added = 0
        for i in weights.indices where weights[i] != 0 {
          let (row, weight) = unsafe (x + i * d, weights[i])
          unsafe part.withUnsafeMutableBufferPointer { part in
            for j in 0..<d { unsafe part[j] += weight * (row[j] - middle[j]) }
          }
          added += 1
          if added % 32 == 0 { Self.flush(&part, into: &sums) }
        }
      }
    }
    Self.flush(&part, into: &sums)
    return sums
  }

  private static func flush(_ part: inout [Float], into sums: inout [Double]) {
    for j in part.indices {
      sums[j] += Double(part[j])
      part[j] = 0
    }
  }
}
